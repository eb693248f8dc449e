//! A stack whose other half is served by an emulator behind privlink.

use std::fs;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use super::endpoints::member;
use super::{ACCOUNTS, Server, Terraform};
use crate::client::{self, Program, limit};
use crate::server::await_line;

/// A running moto, on a free port.
struct Moto {
    child: Child,
    url: String,
}

impl Moto {
    fn start(program: &Program) -> Self {
        let mut command = Command::new(program.path());
        client::isolate(&mut command);
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let spawned = command.stderr(Stdio::piped()).spawn();
        let mut child = spawned.expect("moto starts");
        let log = child.stderr.take().expect("standard error is piped");
        // From here on a failure ends the child.
        let mut moto = Self {
            child,
            url: String::new(),
        };
        moto.url = await_line(log, |line| {
            let (_, url) = line.split_once("Running on ")?;
            Some(url.trim().to_owned())
        });
        moto
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn terraform_upstream() {
    let (Some(terraform), Some(program)) = (Terraform::find(), Program::moto()) else {
        return;
    };
    let moto = Moto::start(&program);
    let server = Server::start_with(&["--upstream", &moto.url]);
    let mut stack = terraform.workspace("upstream", &server);
    let mut setup = Command::new(env!("CARGO_BIN_EXE_privlink"));
    client::isolate(&mut setup);
    setup.args(["terraform", "--url", server.url(), "--account", ACCOUNTS[0]]);
    setup.args(["--alias", &format!("consumer={}", ACCOUNTS[1])]);
    let setup = client::run(&mut setup, limit::LOOKUP);
    assert!(setup.status.success(), "{setup}");
    let file = stack.directory.path().join("privlink_override.tf");
    fs::write(file, setup.stdout).expect("the override can be written");

    stack.create();
    assert_eq!(stack.output("state"), json!("available"));
    stack.change(
        "changed",
        &[
            ("aws_s3_bucket.log", "update"),
            ("aws_s3_object.hello", "update"),
            ("aws_vpc_endpoint_service.publisher", "update"),
        ],
    );
    let ids = stack.output("ids");
    let resources = [
        ("aws_iam_role.reader", json!(member(&ids, "role"))),
        (
            "aws_vpc_endpoint_service.publisher",
            json!(member(&ids, "service")),
        ),
        ("aws_vpc_endpoint.consumer", json!(member(&ids, "endpoint"))),
    ];
    stack.import_and_destroy(&resources, &server);
}
