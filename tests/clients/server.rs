//! The built binary as a process: started on a free port with a fresh database, ended with the test.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::{self, limit};

/// What an account can have; a fresh server answers each of these lists empty.
const NOUNS: [&str; 9] = [
    "vpcs",
    "subnets",
    "security-groups",
    "route-tables",
    "network-interfaces",
    "load-balancers",
    "target-groups",
    "endpoint-services",
    "endpoints",
];

/// A running server; shows its log when the test fails.
pub(crate) struct Server {
    child: Child,
    url: String,
    directory: TempDir,
}

impl Server {
    /// Starts a server and waits until it says that it is ready.
    pub(crate) fn start() -> Self {
        let directory = tempfile::tempdir().expect("a temporary folder can be made");
        let log = File::create(directory.path().join("log")).expect("the log can be created");
        let mut command = Command::new(env!("CARGO_BIN_EXE_privlink"));
        client::isolate(&mut command);
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--db"])
            .arg(directory.path().join("privlink.db"))
            .current_dir(directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let stdout = child.stdout.take().expect("standard output is piped");
        // From here on a failure ends the child and shows its log.
        let mut server = Self {
            child,
            url: String::new(),
            directory,
        };
        server.url = await_ready(stdout);
        server
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Sees that none of the accounts has anything.
    pub(crate) fn expect_empty(&self, accounts: &[&str]) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be built");
        runtime.block_on(async {
            let client = reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client can be built");
            for account in accounts {
                for noun in NOUNS {
                    let url = format!("{}/v1/{noun}", self.url);
                    let request = client.get(&url).header("X-Privlink-Account", *account);
                    let answer: Value =
                        async { request.send().await?.error_for_status()?.json().await }
                            .await
                            .unwrap_or_else(|error| panic!("GET {url} as {account}: {error}"));
                    let items = answer["items"].as_array().expect("a list has items");
                    assert!(items.is_empty(), "{account} still has {noun}: {items:#?}");
                }
            }
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, which is what the log then tells.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            let log = fs::read(self.directory.path().join("log")).unwrap_or_default();
            eprintln!("--- the server's log\n{}", String::from_utf8_lossy(&log));
        }
    }
}

/// Waits for the line `Ready.` and returns the address in the line before it.
fn await_ready(stdout: ChildStdout) -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        // Reads on after `Ready.`, with nobody listening, so that the server never writes into a closed pipe.
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let mut previous = String::new();
    loop {
        let line = receiver.recv_timeout(limit::START).unwrap_or_else(|error| {
            panic!("the server never got ready ({error}); its last line: {previous}")
        });
        if line == "Ready." {
            break;
        }
        previous = line;
    }
    match previous.strip_prefix("Listening on ") {
        Some(url) => url.to_owned(),
        None => panic!("expected the server's address before `Ready.`, got: {previous}"),
    }
}
