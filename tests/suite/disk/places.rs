//! Outputs that are no file, links, rights, and folders that hold anything.

use super::{WRITING, output, refused, run, said, shell, stage, tree};
use crate::golden::{redtape, repository};
use std::ffi::OsStr;
use std::fs::{self};
use std::process::{Command, Stdio};

#[test]
fn an_output_that_is_no_file_is_told() {
    let folder = stage();
    let at = folder.path();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, at.join(name)).unwrap();
    fs::write(at.join("file"), "mine").unwrap();
    for ending in ["", ".json", ".svg", ".pdf"] {
        fs::create_dir_all(at.join(format!("folder{ending}/inner"))).unwrap();
        link(&format!("round-b{ending}"), &format!("round-a{ending}"));
        link(&format!("round-a{ending}"), &format!("round-b{ending}"));
    }
    let before = tree(at);
    for command in WRITING {
        let into_folder = command.ends_with("--out");
        let cases = [
            ("folder", "is a folder"),
            ("file/below", "Not a directory"),
            (
                "round-a",
                if into_folder {
                    "is not a folder"
                } else {
                    "round in a circle"
                },
            ),
            ("round-a/below", "Too many levels of symbolic links"),
            ("file", if into_folder { "is not a folder" } else { "" }),
            (
                "no/such/folder",
                if into_folder {
                    ""
                } else {
                    "No such file or directory"
                },
            ),
        ];
        for (path, words) in cases {
            // A folder that files go into may be there, or is made; a file may be there.
            if words.is_empty() || into_folder && path == "folder" {
                continue;
            }
            let path = output(command, path);
            let ran = run(at, &format!("{command} {path}"), Stdio::null());
            refused(&ran, 4, words, &format!("{command} {path}"));
            assert_eq!(before, tree(at), "{command} {path}");
        }
    }
}

#[test]
fn links_stay_and_what_is_no_file_takes_what_it_is_given() {
    let folder = stage();
    let at = folder.path();
    let printed = run(at, "analyze p.json", Stdio::piped());
    fs::write(at.join("report.txt"), "old").unwrap();
    for (name, to) in [("link", "report.txt"), ("dangling", "inner/fresh.txt")] {
        std::os::unix::fs::symlink(to, at.join(name)).unwrap();
    }
    fs::create_dir(at.join("inner")).unwrap();
    for (name, to) in [("link", "report.txt"), ("dangling", "inner/fresh.txt")] {
        let ran = run(at, &format!("analyze p.json -o {name}"), Stdio::null());
        assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
        assert!(fs::symlink_metadata(at.join(name)).unwrap().is_symlink());
        assert_eq!(fs::read(at.join(to)).unwrap(), printed.stdout);
    }
    std::os::unix::fs::symlink("untidy.json", at.join("link.json")).unwrap();
    assert_eq!(
        run(at, "fmt link.json", Stdio::null()).status.code(),
        Some(0)
    );
    assert!(
        fs::symlink_metadata(at.join("link.json"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        run(at, "fmt --check untidy.json", Stdio::null())
            .status
            .code(),
        Some(0)
    );
    let script = "\"$1\" analyze p.json -o /dev/stdout | cat";
    assert_eq!(shell(at, script, &[]).stdout, printed.stdout);
    let script = "mkfifo pipe; cat pipe >got & \"$1\" analyze p.json -o pipe; wait; test -p pipe";
    let ran = shell(at, script, &[]);
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(fs::read(at.join("got")).unwrap(), printed.stdout);
}

#[test]
fn new_files_have_the_rights_that_the_user_gives_and_old_ones_keep_theirs() {
    use std::os::unix::fs::PermissionsExt;
    let folder = stage();
    let at = folder.path();
    let mode = |name: &str| fs::metadata(at.join(name)).unwrap().permissions().mode() & 0o777;
    let script = "umask 077; \"$1\" new -o private.json; umask 022; \"$1\" new -o public.json; \
        chmod 640 untidy.json; \"$1\" fmt untidy.json";
    let ran = shell(at, script, &[]);
    assert!(ran.status.success(), "{}", said(&ran));
    let modes = ["private.json", "public.json", "untidy.json"].map(mode);
    assert_eq!(modes, [0o600, 0o644, 0o640]);
}

#[test]
fn a_folder_of_procedures_may_hold_anything() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("all")).unwrap();
    fs::copy(
        repository("procedures/pt-start-business.json"),
        at.join("all/p.json"),
    )
    .unwrap();
    let plain = redtape(at, &["portfolio", "all", "--format", "json"], b"");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, at.join(name)).unwrap();
    link(".", "all/self");
    link("gone", "all/dangling.json");
    fs::create_dir(
        at.join("all")
            .join(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff")),
    )
    .unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(at.join("all/pipe.json"))
            .status()
            .unwrap()
            .success()
    );
    let ran = redtape(at, &["portfolio", "all", "--format", "json"], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        plain.stdout.replace("\"faulty\":0", "\"faulty\":2")
    );
    for said in [
        "all/dangling.json cannot be read: No such file",
        "all/pipe.json cannot be read: not a file",
    ] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
