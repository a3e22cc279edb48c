#pragma once

#include "ser/error.h"

namespace ser::dsp::cuda {

/// The device has no room; less at a time may do.
class OutOfDeviceMemory : public Error {
 public:
  using Error::Error;
};

/// A call of the device failed for any other reason: it can't be relied on any more.
class DeviceFault : public Error {
 public:
  using Error::Error;
};

}  // namespace ser::dsp::cuda
