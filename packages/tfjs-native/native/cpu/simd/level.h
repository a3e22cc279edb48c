#pragma once

// Every source file of this folder is compiled once for each set of vector instructions, each time within a namespace of
// that name: SER_SIMD, which the build sets. What runs is chosen when the device is made.
//
// Only code of these namespaces may hold the wider instructions. Functions of the standard library that aren't inlined
// are shared by all copies: the build links the baseline's objects first, so that it is theirs that stay.
#ifndef SER_SIMD
#error "SER_SIMD names the set of vector instructions"
#endif
