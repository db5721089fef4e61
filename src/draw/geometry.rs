//! Points, rectangles and the two ways a sheet can run.
//!
//! The layout thinks in *flow* (the way a case moves) and *across* (from lane to lane); a
//! [`Direction`] turns these into x and y. All lengths are CSS pixels.

/// The way a sheet runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Lanes are rows; for screens.
    #[default]
    LeftRight,
    /// Lanes are columns; for print.
    TopDown,
}

/// A point, x to the right and y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f64,
    /// Distance from the top edge.
    pub y: f64,
}

/// A rectangle by its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Centre.
    pub fn centre(&self) -> Point {
        Point {
            x: self.x + self.w / 2.0,
            y: self.y + self.h / 2.0,
        }
    }

    /// Whether the insides of both have a point in common.
    pub fn overlaps(&self, other: &Rect) -> bool {
        let slack = 1e-6;
        self.x + slack < other.right()
            && other.x + slack < self.right()
            && self.y + slack < other.bottom()
            && other.y + slack < self.bottom()
    }

    /// Whether `other` lies in it, edges included.
    pub fn contains(&self, other: &Rect) -> bool {
        let slack = 1e-6;
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// Whether a level or upright line from `a` to `b` runs through the inside.
    pub fn cut_by(&self, a: Point, b: Point) -> bool {
        let slack = 0.01;
        a.x.min(b.x) < self.right() - slack
            && a.x.max(b.x) > self.x + slack
            && a.y.min(b.y) < self.bottom() - slack
            && a.y.max(b.y) > self.y + slack
    }

    /// Moved by `dx` and `dy`.
    #[must_use]
    pub fn shifted(&self, dx: f64, dy: f64) -> Rect {
        Rect {
            x: self.x + dx,
            y: self.y + dy,
            ..*self
        }
    }
}

/// A side of a node, seen along the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Against the flow: left, or top in a top-down sheet.
    Back,
    /// Along the flow: right, or bottom.
    Ahead,
    /// Towards the first lane: top, or left.
    Near,
    /// Towards the last lane: bottom, or right.
    Far,
}

impl Side {
    /// All sides, in the order in which ties are decided.
    pub const ALL: [Side; 4] = [Side::Back, Side::Ahead, Side::Near, Side::Far];

    /// The side across.
    #[must_use]
    pub fn opposite(self) -> Side {
        match self {
            Side::Back => Side::Ahead,
            Side::Ahead => Side::Back,
            Side::Near => Side::Far,
            Side::Far => Side::Near,
        }
    }

    /// Whether a line through this side runs with the flow (and not across it).
    pub fn is_flow(self) -> bool {
        matches!(self, Side::Back | Side::Ahead)
    }
}

/// How far something reaches from its centre, in flow terms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reach {
    /// Against the flow.
    pub back: f64,
    /// Along the flow.
    pub ahead: f64,
    /// Towards the first lane.
    pub near: f64,
    /// Towards the last lane.
    pub far: f64,
}

impl Reach {
    /// The larger reach on every side.
    #[must_use]
    pub fn max(self, other: Reach) -> Reach {
        Reach {
            back: self.back.max(other.back),
            ahead: self.ahead.max(other.ahead),
            near: self.near.max(other.near),
            far: self.far.max(other.far),
        }
    }
}

impl Direction {
    /// Point at a distance `flow` along and `across` the flow.
    pub fn point(self, flow: f64, across: f64) -> Point {
        match self {
            Direction::LeftRight => Point { x: flow, y: across },
            Direction::TopDown => Point { x: across, y: flow },
        }
    }

    /// Size along and across the flow of something `w` wide and `h` high.
    pub fn sizes(self, w: f64, h: f64) -> (f64, f64) {
        match self {
            Direction::LeftRight => (w, h),
            Direction::TopDown => (h, w),
        }
    }

    /// How far a rectangle reaches, its origin being the centre of the node.
    pub fn reach(self, rect: &Rect) -> Reach {
        let (left, right) = (-rect.x, rect.right());
        let (top, bottom) = (-rect.y, rect.bottom());
        match self {
            Direction::LeftRight => Reach {
                back: left,
                ahead: right,
                near: top,
                far: bottom,
            },
            Direction::TopDown => Reach {
                back: top,
                ahead: bottom,
                near: left,
                far: right,
            },
        }
    }
}
