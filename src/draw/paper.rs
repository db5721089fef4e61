//! Sizes of paper, and the type that may stand on it.

use super::layout::form::SMALL_SIZE;

/// Points to an inch.
pub const POINTS: f64 = 72.0;
/// The smallest type on paper, in points.
pub const LEAST_TYPE: f64 = 6.0;
/// The largest scale, in points to a pixel: small print of 8 points.
const LARGEST: f64 = 8.0 / SMALL_SIZE;
/// White border, in points; printers leave less than that free.
pub(super) const BORDER: f64 = 28.0;

/// A format of ISO 216.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// 297 mm x 420 mm.
    #[default]
    A3,
    /// 210 mm x 297 mm.
    A4,
}

/// A sheet of paper, its sides in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Paper {
    /// Upright.
    pub fn portrait(format: Format) -> Self {
        let (width, height) = match format {
            Format::A3 => (297.0, 420.0),
            Format::A4 => (210.0, 297.0),
        };
        let points = |millimetres: f64| millimetres / 25.4 * POINTS;
        Self {
            width: points(width),
            height: points(height),
        }
    }

    /// Lying on its side.
    pub fn landscape(format: Format) -> Self {
        let Self { width, height } = Self::portrait(format);
        Self {
            width: height,
            height: width,
        }
    }

    /// The smallest scale that may be used, in points to a pixel: the smallest type then has [`LEAST_TYPE`].
    pub const LEAST_SCALE: f64 = LEAST_TYPE / SMALL_SIZE;

    /// Scales that may be used, in points to a pixel, the largest last.
    pub(super) fn scales() -> impl Iterator<Item = f64> {
        let range = LARGEST - Self::LEAST_SCALE;
        (0..=8).map(move |step| Self::LEAST_SCALE + range * f64::from(step) / 8.0)
    }
}
