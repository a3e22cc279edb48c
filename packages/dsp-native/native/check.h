#pragma once

#include <string>

#include "engine.h"
#include "recipe.h"
#include "ser/error.h"

/// What an engine may rely on. Every check throws ser::Error, which says what is wrong, for what an engine
/// can't do without reading or writing beyond an array, or needs more memory for than the call warrants.
/// @ser/dsp refuses the same before it comes here, in its users' words.
namespace ser::dsp {

inline void require(bool sound, const std::string& what) {
  if (!sound) throw Error("The native engine was called with " + what + ".");
}

void check(const StftParams&);
void check(const MelParams&);
void check(const MfccParams&);
void check(const FrameParams&);
void check(const ResampleParams&);

/// Whether the batch's clips have as many rows of the width that checked parameters give.
void checkRows(const Batch&, const StftParams&, const Rows&);
void checkRows(const Batch&, const MelParams&, const Rows&);
void checkRows(const Batch&, const MfccParams&, const Rows&);
void checkRows(const Batch&, const FrameParams&, const Rows&);
void checkRows(const Batch&, const ResampleParams&, const Rows&);
void checkRows(const Batch&, const RecipeParams&, const Rows&);
void checkZcrEnergyRows(const Batch&, const Rows&);

}  // namespace ser::dsp
