//! Playbooks of Ansible's: what is as it should be is left alone.

use std::process::Command;

use crate::client::{self, Program, limit};
use crate::server::Server;
use crate::{ACCOUNTS, folder};

/// Runs a playbook to its end; how many of its tasks changed something.
fn play(program: &Program, playbook: &str, server: &Server) -> u32 {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = Command::new(program.path());
    client::isolate(&mut command);
    command
        .arg(folder().join("ansible").join(playbook))
        .args(["-e", &format!("url={}", server.url())])
        .env("ANSIBLE_HOME", home.path())
        .env("ANSIBLE_LOCALHOST_WARNING", "false")
        .env("ANSIBLE_INVENTORY_UNPARSED_WARNING", "false")
        .env("ANSIBLE_NOCOLOR", "true")
        .current_dir(home.path());
    let outcome = client::run(&mut command, limit::STORY);
    assert!(outcome.status.success(), "{playbook} failed\n{outcome}");
    let changed = outcome.stdout.lines().find_map(|line| {
        let (_, rest) = line.strip_prefix("localhost ")?.split_once("changed=")?;
        rest.split_whitespace().next()?.parse().ok()
    });
    changed.unwrap_or_else(|| panic!("{playbook} has no recap\n{outcome}"))
}

#[test]
fn ansible() {
    let Some(program) = Program::ansible() else {
        return;
    };
    let server = Server::start();
    assert_eq!(play(&program, "build.yml", &server), 9);
    assert_eq!(play(&program, "build.yml", &server), 0);
    play(&program, "destroy.yml", &server);
    server.expect_empty(&ACCOUNTS);
}
