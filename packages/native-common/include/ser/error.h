#pragma once

#include <stdexcept>

namespace ser {

/// Something that can't be done; `what()` is a sentence for the person who asked for it.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ser
