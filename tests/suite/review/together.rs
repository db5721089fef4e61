//! Many windows, and a server that is killed.

use super::{Answer, NAME, Server, answer, folder, recorded};
use std::process::Command;
use std::time::Duration;

#[test]
fn many_windows_and_two_servers_lose_nothing() {
    let folder = folder();
    let servers = [Server::start(folder.path()), Server::start(folder.path())];
    let confirmed: Vec<String> = std::thread::scope(|scope| {
        let windows: Vec<_> = (0..6)
            .map(|window| {
                let server = &servers[window % 2];
                scope.spawn(move || {
                    let mut confirmed = Vec::new();
                    while confirmed.len() < 4 {
                        let mark = format!("window {window}, {}", confirmed.len());
                        let tag = server.tag().unwrap();
                        match server.decide(&tag, &answer(&mark)).unwrap() {
                            Answer { status: 200, .. } => confirmed.push(mark),
                            Answer { status: 409, .. } => {}
                            other => panic!("{}: {}", other.status, other.body),
                        }
                    }
                    confirmed
                })
            })
            .collect();
        windows
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    let mut found: Vec<String> = (recorded(folder.path()).iter())
        .map(|one| one["by"].as_str().unwrap().to_owned())
        .collect();
    let mut expected = confirmed;
    found.sort();
    expected.sort();
    assert_eq!(
        found, expected,
        "each confirmed decision once, and no other"
    );
}

#[test]
fn a_server_that_is_killed_at_any_moment_loses_nothing_that_was_confirmed() {
    let folder = folder();
    let mut confirmed: Vec<String> = Vec::new();
    for round in 0..12_u64 {
        let mut server = Server::start(folder.path());
        let pid = server.child.id();
        assert!(server.tag().is_some());
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20 + 37 * round));
            let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
        });
        let mut sent = 0;
        while let Some(tag) = server.tag() {
            let mark = format!("round {round}, {sent}");
            sent += 1;
            match server.decide(&tag, &answer(&mark)) {
                Some(Answer { status: 200, .. }) => confirmed.push(mark),
                Some(other) => panic!("{}: {}", other.status, other.body),
                None => break,
            }
        }
        killer.join().unwrap();
        let _ = server.child.wait();
        let found = recorded(folder.path());
        let mut found = found.iter().map(|one| one["by"].as_str().unwrap());
        // What was sent and not confirmed may be there: nobody was told that it is not.
        for mark in &confirmed {
            assert!(
                found.any(|by| by == mark),
                "{mark} is lost, or stands in another order"
            );
        }
    }
    assert!(
        !confirmed.is_empty(),
        "nothing was confirmed before the server was killed"
    );
}

#[test]
fn a_folder_that_is_none_and_an_address_that_stands_for_all_are_refused() {
    let folder = folder();
    let ran = |args: &[&str]| crate::golden::redtape(folder.path(), args, b"");
    let file = ran(&["review", &format!("{NAME}.json")]);
    assert_eq!(file.code, Some(2));
    assert!(file.stderr.contains("is no folder"), "{}", file.stderr);
    assert_eq!(ran(&["review", "nowhere"]).code, Some(4));
    let all = ran(&["review", ".", "--listen", "0.0.0.0:0"]);
    assert_eq!(all.code, Some(2));
    assert!(
        all.stderr.contains("stands for all of them"),
        "{}",
        all.stderr
    );
}
