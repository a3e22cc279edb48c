# One source for several sets of vector instructions, chosen at run time: see include/ser/simd_level.h.

set(SER_SIMD_LEVELS "" CACHE STRING "Sets of vector instructions besides the baseline: avx2, avx512; all if not given")
if(NOT SER_SIMD_LEVELS AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64" AND NOT CMAKE_OSX_ARCHITECTURES MATCHES "arm64")
  set(SER_SIMD_LEVELS avx2 avx512)
endif()
set(FLAGS_avx2 -mavx2 -mfma)
set(FLAGS_avx512 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mfma -mprefer-vector-width=512)

if(MSVC AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "This addon uses vector types that Visual C++ lacks: build with Clang (cmake-js -T ClangCL).")
endif()

# Compiles the sources once for each set, with the settings of target `settings`, which also learns which sets there are
# (SER_HAS_avx2, SER_HAS_avx512). `objects` becomes the list of objects, the baseline's first: link them in that order.
function(ser_compile_for_simd_levels objects settings)
  set(all)
  foreach(LEVEL baseline ${SER_SIMD_LEVELS})
    set(target ${objects}_${LEVEL})
    add_library(${target} OBJECT ${ARGN})
    target_link_libraries(${target} PRIVATE ${settings})
    target_compile_definitions(${target} PRIVATE SER_SIMD=${LEVEL})
    target_compile_options(${target} PRIVATE ${FLAGS_${LEVEL}})
    target_compile_definitions(${settings} INTERFACE SER_HAS_${LEVEL})
    list(APPEND all $<TARGET_OBJECTS:${target}>)
  endforeach()
  set(${objects} ${all} PARENT_SCOPE)
endfunction()
