//! Accounts that work at the same time on one server, and have nothing to do with each other.

use std::thread;

use super::{Server, Terraform, Workspace};

/// Accounts that no other story has.
const ACCOUNTS: [&str; 4] = [
    "444444444441",
    "444444444442",
    "444444444443",
    "444444444444",
];

/// Does the same in all stacks at once.
fn at_once<'t>(stacks: &[Workspace<'t>], step: impl Fn(&Workspace<'t>) + Sync) {
    thread::scope(|scope| {
        for stack in stacks {
            scope.spawn(|| step(stack));
        }
    });
}

#[test]
fn terraform_parallel() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let stacks = ACCOUNTS.map(|account| {
        let mut stack = terraform.workspace("parallel", &server);
        stack.set("account", account);
        stack
    });
    at_once(&stacks, Workspace::create);
    at_once(&stacks, |stack| {
        assert_eq!(stack.output("seen"), stack.output("own"));
    });
    let (last, others) = stacks.split_last().expect("there are stacks");
    at_once(others, Workspace::destroy);
    last.expect_empty_plan();
    last.destroy();
    server.expect_empty(&ACCOUNTS);
}
