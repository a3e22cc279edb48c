# What all addons are compiled with, as the target `settings`.

set(SER_SANITIZE "" CACHE STRING "Checks to build in: address, undefined, thread or nothing (GCC and Clang)")
option(SER_WARNINGS_AS_ERRORS "Stop at the first compiler warning" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
find_package(Threads REQUIRED)

# No fast-math: NaN and infinity stay what they are. Multiplications and additions may be fused.
add_library(settings INTERFACE)
target_include_directories(settings INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/native ${CMAKE_CURRENT_LIST_DIR}/../include)
target_compile_options(settings INTERFACE -O3 -ffp-contract=fast -fno-math-errno -fno-trapping-math -Wall -Wextra
  -Wpedantic $<$<BOOL:${SER_WARNINGS_AS_ERRORS}>:-Werror>)
if(SER_SANITIZE)
  target_compile_options(settings INTERFACE -fsanitize=${SER_SANITIZE} -fno-sanitize-recover=all -g -fno-omit-frame-pointer)
  target_link_options(settings INTERFACE -fsanitize=${SER_SANITIZE})
endif()
target_link_libraries(settings INTERFACE Threads::Threads)
