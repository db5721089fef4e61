//! A square or oblong table of yes and no, one bit a cell.

/// A table of bits, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BitMatrix {
    words: Vec<u64>,
    stride: usize,
}

impl BitMatrix {
    /// A table of `rows` by `columns`, all no.
    pub fn new(rows: usize, columns: usize) -> Self {
        let stride = columns.div_ceil(64).max(1);
        Self {
            words: vec![0; rows * stride],
            stride,
        }
    }

    /// Whether the cell is set.
    pub fn has(&self, row: usize, column: usize) -> bool {
        self.words[row * self.stride + column / 64] & (1 << (column % 64)) != 0
    }

    /// Sets the cell; tells whether that was new.
    pub fn set(&mut self, row: usize, column: usize) -> bool {
        let word = &mut self.words[row * self.stride + column / 64];
        let before = *word;
        *word |= 1 << (column % 64);
        *word != before
    }

    /// The words of one row, the lowest column in the lowest bit of the first.
    pub fn row(&self, row: usize) -> &[u64] {
        &self.words[row * self.stride..(row + 1) * self.stride]
    }

    /// Adds the cells of `other` to those of `row`.
    pub fn join_row(&mut self, row: usize, other: usize) {
        for word in 0..self.stride {
            self.words[row * self.stride + word] |= self.words[other * self.stride + word];
        }
    }

    /// Adds cells to those of a row.
    pub fn add_to_row(&mut self, row: usize, cells: &[u64]) {
        let place = &mut self.words[row * self.stride..(row + 1) * self.stride];
        for (word, more) in place.iter_mut().zip(cells) {
            *word |= more;
        }
    }

    /// Replaces a row; tells whether it changed.
    pub fn replace_row(&mut self, row: usize, with: &[u64]) -> bool {
        let place = &mut self.words[row * self.stride..(row + 1) * self.stride];
        let changed = place != with;
        place.copy_from_slice(with);
        changed
    }
}

/// The numbers of the bits that are set, rising.
pub fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, &word)| {
        std::iter::successors((word != 0).then_some(word), |left| {
            let rest = left & (left - 1);
            (rest != 0).then_some(rest)
        })
        .map(move |left| at * 64 + left.trailing_zeros() as usize)
    })
}
