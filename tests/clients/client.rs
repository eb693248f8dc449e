//! The programs that the stories are told with: finding them, and running them to their end.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long things may take before they count as hanging.
pub(crate) mod limit {
    use std::time::Duration;

    /// A whole story that a script tells.
    pub(crate) const STORY: Duration = Duration::from_mins(10);
    /// One Terraform command; the provider itself waits a minute for a load balancer.
    pub(crate) const TERRAFORM: Duration = Duration::from_mins(10);
    /// A program that proves that it is there, or a look through the file system.
    pub(crate) const LOOKUP: Duration = Duration::from_mins(2);
    /// The server's start.
    pub(crate) const START: Duration = Duration::from_mins(1);
}

/// A program that is installed and has shown that it runs.
pub(crate) struct Program(OsString);

impl Program {
    pub(crate) fn shell() -> Option<Self> {
        Self::find("sh", "sh", None, &["-c", "true"])
    }

    pub(crate) fn curl() -> Option<Self> {
        Self::find("curl", "curl", Some("PRIVLINK_CURL"), &["--version"])
    }

    pub(crate) fn aws() -> Option<Self> {
        Self::find("aws", "aws", Some("PRIVLINK_AWS"), &["--version"])
    }

    pub(crate) fn python_with_boto3() -> Option<Self> {
        Self::find(
            "boto3",
            "python3",
            Some("PRIVLINK_PYTHON"),
            &["-c", "import boto3"],
        )
    }

    pub(crate) fn ansible() -> Option<Self> {
        Self::find(
            "ansible-playbook",
            "ansible-playbook",
            Some("PRIVLINK_ANSIBLE"),
            &["--version"],
        )
    }

    pub(crate) fn moto() -> Option<Self> {
        Self::find(
            "moto_server",
            "moto_server",
            Some("PRIVLINK_MOTO"),
            &["--help"],
        )
    }

    pub(crate) fn terraform() -> Option<Self> {
        Self::find(
            "terraform",
            "terraform",
            Some("PRIVLINK_TERRAFORM"),
            &["version"],
        )
    }

    pub(crate) fn path(&self) -> &OsStr {
        &self.0
    }

    /// The program that the variable names, or else the one of this name on `PATH`. `proof` are arguments with which
    /// it succeeds if the client is there.
    fn find(client: &str, name: &str, variable: Option<&str>, proof: &[&str]) -> Option<Self> {
        let named = variable.and_then(std::env::var_os);
        let program = named.clone().unwrap_or_else(|| name.into());
        let mut command = Command::new(&program);
        isolate(&mut command);
        command
            .args(proof)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if command.status().is_ok_and(|status| status.success()) {
            return Some(Self(program));
        }
        if let (Some(variable), Some(named)) = (variable, named) {
            panic!("{variable} names {}, which does not run", named.display());
        }
        skip(client);
        None
    }
}

/// Says that a test cannot take place for want of a client; in CI that is a failure.
pub(crate) fn skip(client: &str) {
    let words = format!("skipped: {client} not found");
    assert!(
        std::env::var_os("CI").is_none_or(|value| value.is_empty()),
        "{words}"
    );
    // Past the test harness, which keeps what a passing test prints to itself.
    writeln!(io::stderr(), "{words}").expect("standard error can be written to");
}

/// Keeps the developer's own set-up of AWS, Terraform and privlink out of a command.
pub(crate) fn isolate(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if ["AWS_", "TF_", "PRIVLINK_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        {
            command.env_remove(name.as_ref());
        }
    }
    command
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("NO_PROXY", "*")
        .env("PYTHONDONTWRITEBYTECODE", "1");
}

/// How a command ended and all that it said.
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}\n--- standard output\n{}",
            self.status, self.stdout
        )?;
        write!(formatter, "--- standard error\n{}", self.stderr)
    }
}

/// Runs a command to its end; one that takes longer than it may is killed and fails the test.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Outcome {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let stdout = collect(child.stdout.take().expect("standard output is piped"));
    let stderr = collect(child.stderr.take().expect("standard error is piped"));
    // A command has ended when it has closed its output.
    let (Ok(stdout), Ok(stderr)) = (stdout.recv_timeout(limit), stderr.recv_timeout(limit)) else {
        child.kill().expect("a running child can be killed");
        panic!("{command:?} did not end within {limit:?}");
    };
    let status = child.wait().expect("a child can be waited for");
    Outcome {
        status,
        stdout,
        stderr,
    }
}

/// Reads to the end in a thread of its own.
fn collect(mut stream: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        let _ = stream.read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}
