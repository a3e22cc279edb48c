#pragma once

#include <cstddef>

#include "../engine.h"
#include "dot.h"

namespace ser::dsp {

/// One value a band: the spectrum weighed by that band's filter.
inline void applyMelFilters(const MelFilters& filters, const float* spectrum, float* bands) {
  const float* weights = filters.weights.data();
  for (std::size_t band = 0; band < filters.bands(); ++band) {
    bands[band] = dot(weights, spectrum + filters.starts[band], filters.lengths[band]);
    weights += filters.lengths[band];
  }
}

}  // namespace ser::dsp
