//! Phase 2: columns, by longest path, with slack pulled towards successors.

use super::union::Union;

/// The column of each vertex, counted from 0. `order` follows all forward flows of both sheets,
/// so a vertex never stands before its predecessor on either.
pub(super) fn columns(union: &Union, order: &[usize]) -> Vec<usize> {
    let (mut before, mut after) = (vec![Vec::new(); order.len()], vec![Vec::new(); order.len()]);
    for edge in union.edges.iter().flatten().filter(|edge| !edge.back) {
        before[edge.to].push(edge.from);
        after[edge.from].push(edge.to);
    }
    let mut column = vec![0; order.len()];
    for &vertex in order {
        column[vertex] = before[vertex]
            .iter()
            .map(|&from| column[from] + 1)
            .max()
            .unwrap_or(0);
    }
    pull(order, &before, &after, &mut column);
    close_gaps(&mut column);
    column
}

/// Moves vertices right, next to their successors, where that shortens flows: those with more
/// flows out than in, and what only leads to them.
fn pull(order: &[usize], before: &[Vec<usize>], after: &[Vec<usize>], column: &mut [usize]) {
    let mut floating = vec![false; order.len()];
    for &vertex in order {
        floating[vertex] = before[vertex]
            .iter()
            .all(|&from| floating[from] && after[from].len() == 1);
    }
    for &vertex in order.iter().rev() {
        let room = after[vertex].iter().map(|&to| column[to] - 1).min();
        let Some(room) = room.filter(|&room| room > column[vertex]) else {
            continue;
        };
        let shorter = after[vertex].len() > before[vertex].len();
        // A first step with nothing before it stays at the left edge: there the case begins.
        let begins = vertex == order[0];
        if !begins && (shorter || floating[vertex]) {
            column[vertex] = room;
        }
    }
}

/// Renumbers, so that every column has a vertex.
fn close_gaps(column: &mut [usize]) {
    let mut used: Vec<usize> = column.to_vec();
    used.sort_unstable();
    used.dedup();
    for own in column {
        *own = used.binary_search(own).unwrap_or(0);
    }
}
