#include "cpu/simd/gemm.h"

#include <algorithm>
#include <cstring>

#include "cpu/simd/microkernel.h"

/// Blocking as in Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): a block
/// of A stays in the second-level cache, a panel of B in the first, a tile of C in registers.
namespace ser::tfjs::SER_SIMD {
namespace {

constexpr std::size_t depthBlock = 256;                // fixed: it decides the order of sums
constexpr std::size_t leastTiles = 4, mostTiles = 16;  // of rows of A at a time
constexpr std::size_t rowBlock = mostTiles * tileRows;
constexpr std::size_t columnBlock = 1024;
constexpr std::size_t packedFloats = std::size_t{1} << 20;  // of B at a time

std::size_t divideUp(std::size_t a, std::size_t b) { return (a + b - 1) / b; }
std::size_t roundUp(std::size_t a, std::size_t b) { return divideUp(a, b) * b; }

/// Part of B in panels of tileColumns lines, the last as narrow as whole vectors allow; each holds its steps
/// one block after the other.
struct PackedColumns {
  float* data;
  std::size_t depth;

  float* panel(std::size_t column, std::size_t k, std::size_t width) const {
    return data + column * depth + k * width;
  }
};

std::size_t panelWidth(std::size_t columns) { return roundUp(std::min(columns, tileColumns), lanes); }

/// One tile of C, whose edges need not be those of a whole tile.
void tile(std::size_t depth, const float* a, std::size_t rows, const float* b, std::size_t bStride,
          std::size_t columns, float* c, std::size_t cStride, bool add) {
  const std::size_t width = panelWidth(columns);
  const TileKernel kernel = tileKernel(rows, width / lanes);
  if (columns == width) return kernel(depth, a, b, bStride, c, cStride, add);
  float whole[tileRows * tileColumns];
  kernel(depth, a, b, bStride, whole, width, false);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      float& at = c[i * cStride + j];
      at = add ? at + whole[i * width + j] : whole[i * width + j];
    }
}

/// Packs rows of A, each group of tileRows by itself.
void packRows(const Gemm& gemm, std::size_t row, std::size_t rows, std::size_t k, std::size_t depth,
              float* out) {
  for (std::size_t i = 0; i < rows; i += tileRows) {
    const std::size_t group = std::min(tileRows, rows - i);
    gemm.a.pack(row + i, group, k, depth, group, out + i * depth);
  }
}

struct Range {
  std::size_t begin, end;
  std::size_t size() const { return end - begin; }
};

/// C[rows, columns] (+)= A[rows, steps]·B[steps, columns], B packed from `origin` on.
void block(const Gemm& gemm, Range rows, Range columns, Range steps, const PackedColumns& b,
           std::size_t originColumn, std::size_t originStep, float* packedA) {
  for (std::size_t k = steps.begin; k < steps.end; k += depthBlock) {
    const std::size_t depth = std::min(depthBlock, steps.end - k);
    packRows(gemm, rows.begin, rows.size(), k, depth, packedA);
    for (std::size_t j = columns.begin; j < columns.end; j += tileColumns) {
      const std::size_t wide = std::min(tileColumns, columns.end - j);
      const std::size_t width = panelWidth(wide);
      const float* panel = b.panel(j - originColumn, k - originStep, width);
      for (std::size_t i = rows.begin; i < rows.end; i += tileRows)
        tile(depth, packedA + (i - rows.begin) * depth, std::min(tileRows, rows.end - i), panel, width, wide,
             gemm.c + i * gemm.columns + j, gemm.columns, k > 0);
    }
  }
  if (steps.end == gemm.depth && gemm.finish.any())
    for (std::size_t i = rows.begin; i < rows.end; ++i)
      finishRow(gemm.finish, gemm.c + i * gemm.columns + columns.begin, columns.begin, columns.size());
}

void packColumns(const Gemm& gemm, Range columns, Range steps, std::size_t j, const PackedColumns& out) {
  const std::size_t wide = std::min(tileColumns, columns.end - j);
  const std::size_t width = panelWidth(wide);
  gemm.b.pack(j, wide, steps.begin, steps.size(), width, out.panel(j - columns.begin, 0, width));
}

/// The whole product with C kept in parts of rows and columns; threads share B's panels.
void multiplyByBlocks(const Cpu& cpu, const Gemm& gemm) {
  const std::size_t wide = std::min(columnBlock, roundUp(gemm.columns, lanes));
  const std::size_t deep =
      std::min(gemm.depth, std::max(depthBlock, packedFloats / wide / depthBlock * depthBlock));
  const Scratch packed(cpu.memory, wide * deep);

  // Enough tasks, of nearly the same size, for all threads to end together.
  const std::size_t wanted = cpu.threads.size() * 8, tiles = divideUp(gemm.rows, tileRows);
  const std::size_t rowTasks =
      std::clamp<std::size_t>(tiles / leastTiles, 1, std::max(wanted, divideUp(tiles, mostTiles)));
  const auto firstRow = [&](std::size_t task) {
    return std::min(tiles * task / rowTasks * tileRows, gemm.rows);
  };

  for (std::size_t j = 0; j < gemm.columns; j += wide) {
    const Range columns{j, std::min(j + wide, gemm.columns)};
    const std::size_t panels = divideUp(columns.size(), tileColumns);
    const std::size_t columnTasks =
        std::clamp<std::size_t>(divideUp(wanted, rowTasks), 1, divideUp(panels, 2));
    const std::size_t taskColumns = divideUp(panels, columnTasks) * tileColumns;
    for (std::size_t k = 0; k < gemm.depth; k += deep) {
      const Range steps{k, std::min(k + deep, gemm.depth)};
      const PackedColumns b{packed.data(), steps.size()};
      cpu.parallel(panels, 0.3 * static_cast<double>(tileColumns * steps.size()),
                   [&](std::size_t begin, std::size_t end) {
                     for (std::size_t p = begin; p < end; ++p)
                       packColumns(gemm, columns, steps, j + p * tileColumns, b);
                   });
      const auto task = [&](std::size_t index, float* packedA) {
        const std::size_t rows = index / columnTasks;
        const std::size_t column = j + index % columnTasks * taskColumns;
        if (column >= columns.end) return;
        block(gemm, {firstRow(rows), firstRow(rows + 1)},
              {column, std::min(column + taskColumns, columns.end)}, steps, b, j, k, packedA);
      };
      cpu.threads.forEach(rowTasks * columnTasks, [&] {
        return [&, packedA = Scratch(cpu.memory, divideUp(tiles, rowTasks) * tileRows * depthBlock)](
                   std::size_t i) { task(i, packedA.data()); };
      });
    }
  }
}

/// Part of the sums, on this thread alone: C (+)= A[, steps]·B[steps, ].
void multiplySteps(const Cpu& cpu, const Gemm& gemm, Range steps, float* c) {
  const bool direct = gemm.rows <= tileRows && gemm.b.direct().data != nullptr;
  const std::size_t wide = std::min(columnBlock, roundUp(gemm.columns, lanes));
  const std::size_t tall = std::min(rowBlock, gemm.rows);
  const Scratch packedA(cpu.memory, tall * depthBlock);
  const Scratch packedB(cpu.memory, wide * depthBlock);
  for (std::size_t k = steps.begin; k < steps.end; k += depthBlock) {
    const std::size_t depth = std::min(depthBlock, steps.end - k);
    for (std::size_t j0 = 0; j0 < gemm.columns; j0 += wide) {
      const Range columns{j0, std::min(j0 + wide, gemm.columns)};
      const PackedColumns b{packedB.data(), depth};
      for (std::size_t i0 = 0; i0 < gemm.rows; i0 += tall) {
        const std::size_t rows = std::min(tall, gemm.rows - i0);
        packRows(gemm, i0, rows, k, depth, packedA.data());
        for (std::size_t j = j0; j < columns.end; j += tileColumns) {
          const std::size_t columnsLeft = std::min(tileColumns, columns.end - j);
          const std::size_t width = panelWidth(columnsLeft);
          const bool inPlace = direct && columnsLeft == width;
          if (i0 == 0 && !inPlace) packColumns(gemm, columns, {k, k + depth}, j, b);
          const float* panel =
              inPlace ? gemm.b.direct().data + k * gemm.b.direct().stride + j : b.panel(j - j0, 0, width);
          for (std::size_t i = 0; i < rows; i += tileRows)
            tile(depth, packedA.data() + i * depth, std::min(tileRows, rows - i), panel,
                 inPlace ? gemm.b.direct().stride : width, columnsLeft, c + (i0 + i) * gemm.columns + j,
                 gemm.columns, k > steps.begin);
        }
      }
    }
  }
}

void finishAll(const Gemm& gemm) {
  if (!gemm.finish.any()) return;
  for (std::size_t i = 0; i < gemm.rows; ++i)
    finishRow(gemm.finish, gemm.c + i * gemm.columns, 0, gemm.columns);
}

/// How many parts a long sum of a small C is cut into, so that threads have work: decided by the sizes alone.
std::size_t partsOf(const Gemm& gemm) {
  if (gemm.rows * gemm.columns > (1U << 16)) return 1;
  return std::clamp<std::size_t>(gemm.depth / 2048, 1, 16);
}

Range partOf(const Gemm& gemm, std::size_t parts, std::size_t part) {
  const std::size_t deep = roundUp(divideUp(gemm.depth, parts), depthBlock);
  return {std::min(part * deep, gemm.depth), std::min((part + 1) * deep, gemm.depth)};
}

/// The sums of the parts, in order.
void addParts(const Gemm& gemm, const float* sums, std::size_t parts, Range values) {
  const std::size_t size = gemm.rows * gemm.columns;
  for (std::size_t i = values.begin; i < values.end; ++i) gemm.c[i] = sums[i];
  for (std::size_t part = 1; part < parts; ++part)
    for (std::size_t i = values.begin; i < values.end; ++i) gemm.c[i] += sums[part * size + i];
}

void zero(const Gemm& gemm) { std::fill(gemm.c, gemm.c + gemm.rows * gemm.columns, 0.0F); }

void multiplyByParts(const Cpu& cpu, const Gemm& gemm, std::size_t parts, bool here) {
  const std::size_t size = gemm.rows * gemm.columns;
  const Scratch sums(cpu.memory, parts * size);
  const auto sumPart = [&](std::size_t part) {
    const Range steps = partOf(gemm, parts, part);
    float* c = sums.data() + part * size;
    if (steps.size() == 0)
      std::fill(c, c + size, 0.0F);
    else
      multiplySteps(cpu, gemm, steps, c);
  };
  if (here) {
    for (std::size_t part = 0; part < parts; ++part) sumPart(part);
    addParts(gemm, sums.data(), parts, {0, size});
  } else {
    cpu.threads.forEach(parts, [&] { return sumPart; });
    cpu.parallel(size, 0.1 * static_cast<double>(parts), [&](std::size_t begin, std::size_t end) {
      addParts(gemm, sums.data(), parts, {begin, end});
    });
  }
  finishAll(gemm);
}

}  // namespace

void multiply(const Cpu& cpu, const Gemm& gemm) {
  if (gemm.rows == 0 || gemm.columns == 0) return;
  const std::size_t parts = partsOf(gemm);
  const double work =
      static_cast<double>(gemm.rows) * static_cast<double>(gemm.columns) * static_cast<double>(gemm.depth);
  if (gemm.depth == 0 || work < 500000) return multiplyHere(cpu, gemm);
  if (parts > 1) return multiplyByParts(cpu, gemm, parts, false);
  multiplyByBlocks(cpu, gemm);
}

void multiplyHere(const Cpu& cpu, const Gemm& gemm) {
  if (gemm.rows == 0 || gemm.columns == 0) return;
  if (gemm.depth == 0) {
    zero(gemm);
    return finishAll(gemm);
  }
  const std::size_t parts = partsOf(gemm);
  if (parts > 1) return multiplyByParts(cpu, gemm, parts, true);
  multiplySteps(cpu, gemm, {0, gemm.depth}, gemm.c);
  finishAll(gemm);
}

}  // namespace ser::tfjs::SER_SIMD
