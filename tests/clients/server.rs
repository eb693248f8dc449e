//! The built binary as a process: started on a free port with a fresh database, ended with the test.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::client::{self, limit};

/// The regions that the stories use; the first is the one that most of them keep to.
const REGIONS: [&str; 4] = ["us-east-1", "us-west-2", "eu-central-1", "eu-west-1"];

/// A running server; shows its log when the test fails.
pub(crate) struct Server {
    child: Child,
    url: String,
    directory: TempDir,
}

impl Server {
    /// Starts a server and waits until it says that it is ready.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts a server with further flags.
    pub(crate) fn start_with(flags: &[&str]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary folder can be made");
        let log = File::create(directory.path().join("log")).expect("the log can be created");
        let mut command = Command::new(env!("CARGO_BIN_EXE_privlink"));
        client::isolate(&mut command);
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--db"])
            .arg(directory.path().join("privlink.db"))
            .args(flags)
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

    /// Sees that none of the accounts has anything, in any of the regions that the stories use.
    pub(crate) fn expect_empty(&self, accounts: &[&str]) {
        let rest = Rest::new();
        for account in accounts {
            for region in REGIONS {
                let request =
                    self.caller(&rest.client, Method::GET, "/v1/inventory", account, region);
                let answer = rest.send(request);
                let items = answer["items"].as_array().expect("a list has items");
                assert!(
                    items.is_empty(),
                    "{account} still has in {region}: {items:#?}"
                );
            }
        }
    }

    /// What a resource is over REST.
    pub(crate) fn get(&self, path: &str, account: &str, region: &str) -> Value {
        let rest = Rest::new();
        rest.send(self.caller(&rest.client, Method::GET, path, account, region))
    }

    /// Sets up a resource over REST that other clients have no words for.
    pub(crate) fn put(&self, path: &str, account: &str, body: &Value) -> Value {
        let rest = Rest::new();
        let request = self.caller(&rest.client, Method::PUT, path, account, REGIONS[0]);
        rest.send(request.json(body))
    }

    /// Takes away what was set up over REST.
    pub(crate) fn delete(&self, path: &str, account: &str) {
        let rest = Rest::new();
        let request = self.caller(&rest.client, Method::DELETE, path, account, REGIONS[0]);
        let sent = async { request.send().await?.error_for_status() };
        rest.runtime
            .block_on(sent)
            .unwrap_or_else(|error| panic!("{error}"));
    }

    fn caller(
        &self,
        client: &Client,
        method: Method,
        path: &str,
        account: &str,
        region: &str,
    ) -> RequestBuilder {
        client
            .request(method, format!("{}{path}", self.url))
            .header("X-Privlink-Account", account)
            .header("X-Privlink-Region", region)
    }
}

/// A client that waits for its answers.
struct Rest {
    runtime: Runtime,
    client: Client,
}

impl Rest {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be built");
        let client = Client::builder()
            .no_proxy()
            .build()
            .expect("a client can be built");
        Self { runtime, client }
    }

    /// The JSON of an answer that says that the request succeeded.
    fn send(&self, request: RequestBuilder) -> Value {
        self.runtime
            .block_on(async { request.send().await?.error_for_status()?.json().await })
            .unwrap_or_else(|error: reqwest::Error| panic!("{error}"))
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
    let mut previous = String::new();
    await_line(stdout, move |line| {
        if line != "Ready." {
            line.clone_into(&mut previous);
            return None;
        }
        match previous.strip_prefix("Listening on ") {
            Some(url) => Some(url.to_owned()),
            None => panic!("expected the server's address before `Ready.`, got: {previous}"),
        }
    })
}

/// Reads what a program that starts says, until it has said what is waited for.
pub(crate) fn await_line<T>(
    output: impl Read + Send + 'static,
    mut wanted: impl FnMut(&str) -> Option<T>,
) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        // Reads on with nobody listening, so that the program never writes into a closed pipe.
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let mut said = Vec::new();
    loop {
        let line = receiver.recv_timeout(limit::START).unwrap_or_else(|error| {
            panic!("the program never got ready ({error}); it said: {said:#?}")
        });
        if let Some(found) = wanted(&line) {
            return found;
        }
        said.push(line);
    }
}
