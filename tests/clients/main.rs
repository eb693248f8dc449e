//! The main job with real clients: two accounts connect through PrivateLink, against the built binary.
//!
//! Each test is one client's story with a server of its own. A client that is not installed is skipped, except in CI
//! (the environment variable `CI` is set), where it must be there. `PRIVLINK_CURL`, `PRIVLINK_PYTHON`, `PRIVLINK_AWS`,
//! `PRIVLINK_ANSIBLE`, `PRIVLINK_MOTO`, `PRIVLINK_TERRAFORM` and `PRIVLINK_TERRAFORM_PLUGIN_DIR` name programs, and Terraform's mirror of providers, that are
//! not found by themselves.

mod ansible;
mod client;
mod server;
mod terraform;
mod webhook;

use std::path::PathBuf;
use std::process::Command;

use client::{Program, limit};
use server::Server;

/// The accounts that the stories use.
const ACCOUNTS: [&str; 3] = ["111111111111", "222222222222", "333333333333"];

/// The folder of this file, where the stories are.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// Runs a story, which is given the server's address, to its end and sees that it left nothing behind.
fn tell(interpreter: &Program, script: &str, environment: &[(&str, &Program)]) {
    let server = Server::start();
    let mut story = Command::new(interpreter.path());
    client::isolate(&mut story);
    story.arg(folder().join(script)).arg(server.url());
    for (name, program) in environment {
        story.env(name, program.path());
    }
    let outcome = client::run(&mut story, limit::STORY);
    assert!(outcome.status.success(), "{script} failed\n{outcome}");
    server.expect_empty(&ACCOUNTS);
}

#[test]
fn curl() {
    if let (Some(shell), Some(curl)) = (Program::shell(), Program::curl()) {
        tell(&shell, "curl.sh", &[("PRIVLINK_CURL", &curl)]);
    }
}

#[test]
fn aws_cli() {
    if let (Some(shell), Some(aws)) = (Program::shell(), Program::aws()) {
        tell(&shell, "awscli.sh", &[("PRIVLINK_AWS", &aws)]);
    }
}

/// A test for each story that boto3 tells, called like its script.
macro_rules! boto3 {
    ($($story:ident),+ $(,)?) => {
        $(#[test]
        fn $story() {
            if let Some(python) = Program::python_with_boto3() {
                tell(&python, concat!(stringify!($story), ".py"), &[]);
            }
        })+
    };
}

boto3! {
    boto3_dns,
    boto3_groups,
    boto3_interfaces,
    boto3_internet,
    boto3_listeners,
    boto3_load_balancing,
    boto3_network,
    boto3_pages,
    boto3_protocol,
    boto3_story,
    boto3_topics,
}

#[test]
fn awscli_output() {
    if let (Some(python), Some(aws)) = (Program::python_with_boto3(), Program::aws()) {
        tell(&python, "awscli_output.py", &[("PRIVLINK_AWS", &aws)]);
    }
}
