#include "cpu/simd/direct.h"

#include <algorithm>

#include "cpu/simd/past.h"

namespace ser::tfjs::SER_SIMD {
DirectAxis::Inside DirectAxis::inside(std::size_t position) const {
  const auto limit = static_cast<std::int64_t>(taps);
  const std::int64_t begin = std::clamp<std::int64_t>(-at(position), 0, limit);
  const std::int64_t end =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(input) - at(position), begin, limit);
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

DirectAxis::Inside DirectAxis::reached(std::size_t firstTap, std::size_t lastTap) const {
  const auto isInside = [&](std::size_t position) {
    const Inside here = inside(position);
    return firstTap < here.end && lastTap >= here.begin;
  };
  std::size_t begin = 0, end = positions;
  while (begin < end && !isInside(begin)) ++begin;
  while (begin < end && !isInside(end - 1)) --end;
  return {begin, end};
}

std::vector<DirectAxis::Piece> DirectAxis::pieces(std::size_t first, std::size_t count) const {
  std::vector<Piece> pieces;
  for (std::size_t i = first; i < first + count; ++i) {
    const Inside here = inside(i);
    if (!pieces.empty() && pieces.back().taps == here)
      ++pieces.back().count;
    else
      pieces.push_back({i, 1, here});
  }
  return pieces;
}

DirectBlocks::DirectBlocks(const DirectImages& images, std::size_t besides) {
  constexpr std::size_t cacheFloats = 64 * 1024;
  const DirectAxis &y = images.y, &x = images.x;
  const std::size_t column = std::max<std::size_t>(y.stride * x.stride * images.channels + besides, 1);
  columns = std::clamp<std::size_t>(cacheFloats / column, 1, x.positions);
  rows = std::clamp<std::size_t>(cacheFloats / (columns * column), 1, y.positions);
  down = divideUp(y.positions, rows);
  across = divideUp(x.positions, columns);
}

namespace {

using Pieces = std::vector<DirectAxis::Piece>;

/// Positions of some images at which the same taps are inside.
struct Region {
  std::size_t firstImage, images;
  DirectAxis::Piece y, x;

  std::size_t positions() const { return images * y.count * x.count; }
};

/// Successive positions of a region, whichever its images and rows they are in.
struct Tile {
  std::size_t count;
  const float* from[mostRows];  // the first pixel under the window
  float* to[mostRows];
};

/// A convolution, region by region.
class RegionConvolution {
 public:
  RegionConvolution(const DirectConvolution& convolution, std::size_t columns, const Finish& finish)
      : images_(convolution.images),
        target_(convolution.target),
        filter_(convolution.packedFilter),
        columns_(columns),
        panel_(convolution.panel),
        finish_(finish),
        depth_(images_.y.taps * images_.x.taps * images_.channels),
        adjacent_(images_.x.stride * images_.channels == 1),
        past_(goesPast()) {}

  /// All regions of a block. Of a small filter all panels pass by while a tile's pixels stay in the
  /// first-level cache; of a large one, a panel stays in the second-level cache for all regions.
  void run(const std::vector<Region>& regions) const {
    constexpr std::size_t smallFilter = 8 * 1024;
    const bool small = depth_ * columns_ <= smallFilter;
    const std::size_t columnsAtOnce = small ? columns_ : panel_;
    std::vector<Panel> panels;
    for (std::size_t first = 0; first < columns_; first += columnsAtOnce)
      for (const Region& region : regions) {
        panels.clear();
        for (std::size_t column = first; column < std::min(first + columnsAtOnce, columns_); column += panel_)
          panels.push_back(panelOf(region, column));
        forEachTile(region, [&](const Tile& tile) {
          for (const Panel& panel : panels) multiply(tile, panel);
        });
      }
  }

 private:
  /// Whether results are many, for few products each: then time goes by on their way to memory.
  bool goesPast() const {
    constexpr std::size_t fewProducts = 32;
    const std::size_t unit = columns_ % lanes == 0 ? lanes : halfLanes;
    const bool aligned = reinterpret_cast<std::uintptr_t>(target_.data) % (unit * sizeof(float)) == 0 &&
                         columns_ % unit == 0 && target_.column % unit == 0 && target_.row % unit == 0 &&
                         target_.image % unit == 0;
    return aligned && !finish_.any() && depth_ <= fewProducts && goPast(images_.count * target_.image);
  }

  /// Where pixels are single numbers side by side, one address serves a tile that stays in a row.
  template <class Body>
  void forEachTile(const Region& region, Body&& body) const {
    if (!adjacent_) return forEachTileOf(region, body);
    const auto& [firstImage, images, y, x] = region;
    for (std::size_t image = firstImage; image < firstImage + images; ++image)
      for (std::size_t row = y.first; row < y.first + y.count; ++row)
        forEachTileOf({image, 1, {row, 1, y.taps}, x}, body);
  }

  template <class Body>
  void forEachTileOf(const Region& region, Body&& body) const {
    const auto& [firstImage, images, y, x] = region;
    const float* from = images_.image(firstImage);
    if (y.taps.begin < y.taps.end && x.taps.begin < x.taps.end)
      from += (images_.y.at(y.first) + static_cast<std::int64_t>(y.taps.begin)) *
                  static_cast<std::int64_t>(images_.rowFloats()) +
              (images_.x.at(x.first) + static_cast<std::int64_t>(x.taps.begin)) *
                  static_cast<std::int64_t>(images_.channels);
    float* to = target_.data + firstImage * target_.image + y.first * target_.row + x.first * target_.column;
    // Tiles of nearly the same size: small ones can't keep the processor busy.
    const std::size_t positions = region.positions(), tiles = divideUp(positions, directRows(panel_));
    const std::size_t least = positions / tiles, larger = positions % tiles;
    const std::size_t step = images_.x.stride * images_.channels,
                      row = images_.y.stride * images_.rowFloats();
    const std::size_t imageFloats = images_.y.input * images_.rowFloats();
    // From the end of a row to the next one, and of an image.
    const std::size_t fromRow = row - x.count * step, toRow = target_.row - x.count * target_.column;
    const std::size_t fromImage = imageFloats - y.count * row,
                      toImage = target_.image - y.count * target_.row;
    std::size_t left = x.count, rowsLeft = y.count;
    for (std::size_t i = 0; i < tiles; ++i) {
      Tile tile;
      tile.count = least + (i < larger ? 1 : 0);
      for (std::size_t j = 0; j < tile.count; ++j) {
        tile.from[j] = from;
        tile.to[j] = to;
        from += step, to += target_.column;
        if (--left > 0) continue;
        left = x.count, from += fromRow, to += toRow;
        if (--rowsLeft == 0) rowsLeft = y.count, from += fromImage, to += toImage;
      }
      body(tile);
    }
  }

  /// The filter's columns from `column` on that a region's tiles are multiplied by at once.
  struct Panel {
    std::size_t column, wide, width;  // so many of them, in so much room
    const float* filter;
    Walk walk;
  };

  Panel panelOf(const Region& region, std::size_t column) const {
    const std::size_t wide = std::min(panel_, columns_ - column), width = directWidth(wide);
    const std::size_t filterRow = images_.x.taps * images_.channels * width;
    const auto& [tapsY, tapsX] = std::pair{region.y.taps, region.x.taps};
    const float* const filter =
        filter_ + column * depth_ + tapsY.begin * filterRow + tapsX.begin * images_.channels * width;
    return {column, wide, width, filter,
            Walk{tapsY.end - tapsY.begin, (tapsX.end - tapsX.begin) * images_.channels, 1,
                 images_.rowFloats(), width, filterRow, 1, 0, 0, past_}};
  }

  void multiply(const Tile& tile, const Panel& panel) const {
    const auto& [column, wide, width, filter, walk] = panel;
    float* shifted[mostRows];
    float* const* to = tile.to;
    if (column > 0) {
      for (std::size_t i = 0; i < tile.count; ++i) shifted[i] = tile.to[i] + column;
      to = shifted;
    }
    const DirectKernel kernel =
        adjacent_ ? adjacentKernel(tile.count, width) : directKernel(tile.count, width);
    multiplyTile(kernel, tile.count, wide, width, walk, tile.from, filter, to, false);
    if (finish_.any())
      for (std::size_t i = 0; i < tile.count; ++i) finishRow(finish_, to[i], column, wide);
  }

  const DirectImages& images_;
  const DirectTarget& target_;
  const float* filter_;
  std::size_t columns_, panel_;
  const Finish& finish_;
  std::size_t depth_;
  bool adjacent_, past_;
};

/// The pieces of blocks of `size` positions. Later axes may end before the last block.
std::vector<Pieces> piecesOfBlocks(const DirectAxis& axis, std::size_t size, std::size_t count) {
  std::vector<Pieces> blocks;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = std::min(i * size, axis.positions);
    blocks.push_back(axis.pieces(first, std::min(size, axis.positions - first)));
  }
  return blocks;
}

/// A convolution cut into blocks.
struct BlockConvolution {
  RegionConvolution convolution;
  std::vector<Pieces> down, across;

  void run(std::size_t firstImage, std::size_t images, std::size_t row, std::size_t column) const {
    std::vector<Region> regions;
    for (const DirectAxis::Piece& y : down[row])
      for (const DirectAxis::Piece& x : across[column]) regions.push_back({firstImage, images, y, x});
    convolution.run(regions);
  }
};

/// How many images a task handles at once: of small ones several, since the few positions at an image's edge
/// make no whole tile, but leave every thread a few tasks. With one vector of columns there are as many loads
/// as products, and they need the first-level cache.
std::size_t imagesAtOnce(const DirectImages& images, std::size_t columns, const DirectBlocks& blocks,
                         std::size_t results, std::size_t threads) {
  if (blocks.perImage() > 1 || columns <= lanes) return 1;
  constexpr std::size_t cacheFloats = 128 * 1024;
  const std::size_t floats =
      images.y.input * images.rowFloats() + images.y.positions * images.x.positions * results;
  return std::clamp<std::size_t>(cacheFloats / std::max<std::size_t>(floats, 1), 1,
                                 threads > 1 ? divideUp(images.count, 4 * threads) : images.count);
}

}  // namespace

void convolveDirect(const Cpu& cpu, const std::vector<DirectConvolution>& convolutions, std::size_t columns,
                    const Finish& finish) {
  const DirectImages& largest = convolutions.front().images;
  const std::size_t results = convolutions.size() > 1 ? convolutions.size() * columns : 0;
  const DirectBlocks blocks(largest, results);
  std::vector<BlockConvolution> parts;
  double cost = 0;
  for (const DirectConvolution& convolution : convolutions) {
    const DirectImages& images = convolution.images;
    parts.push_back({RegionConvolution(convolution, columns, finish),
                     piecesOfBlocks(images.y, blocks.rows, blocks.down),
                     piecesOfBlocks(images.x, blocks.columns, blocks.across)});
    cost += 0.02 * static_cast<double>(blocks.rows * blocks.columns * columns) *
            static_cast<double>(images.y.taps * images.x.taps * images.channels);
  }
  const std::size_t atOnce = imagesAtOnce(largest, columns, blocks, results, cpu.threads.size());
  const std::size_t groups = divideUp(largest.count, atOnce);
  cost *= static_cast<double>(atOnce);
  cpu.parallel(groups * blocks.perImage(), cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t first = largest.count * (i / blocks.perImage()) / groups,
                        next = largest.count * (i / blocks.perImage() + 1) / groups;
      const std::size_t inImage = i % blocks.perImage();
      for (const BlockConvolution& part : parts)
        part.run(first, next - first, inImage / blocks.across, inImage % blocks.across);
    }
    fencePast();
  });
}

}  // namespace ser::tfjs::SER_SIMD
