//! Entries of a list that stand in it before.

/// The most entries of which each is compared with all before it; more of them are sorted.
const FEW: usize = 8;

/// The places of the entries that equal an earlier one, rising.
pub(super) fn repeated<T: Ord>(entries: impl ExactSizeIterator<Item = T> + Clone) -> Vec<usize> {
    let mut places = Vec::new();
    if entries.len() <= FEW {
        for (place, entry) in entries.clone().enumerate() {
            if entries.clone().take(place).any(|earlier| earlier == entry) {
                places.push(place);
            }
        }
    } else {
        let mut sorted: Vec<(T, usize)> = entries.zip(0..).collect();
        sorted.sort_unstable();
        let pairs = sorted.windows(2);
        places.extend(
            pairs
                .filter(|pair| pair[0].0 == pair[1].0)
                .map(|pair| pair[1].1),
        );
        places.sort_unstable();
    }
    places
}
