//! The stories that Terraform tells, with the unmodified AWS provider from a mirror on this machine.

mod endpoints;
mod listeners;
mod load_balancing;

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::{self, Outcome, Program, limit};
use crate::server::Server;
use crate::{ACCOUNTS, folder};

/// Terraform and a mirror with the AWS provider in it.
struct Terraform {
    program: Program,
    plugins: PathBuf,
}

impl Terraform {
    fn find() -> Option<Self> {
        let program = Program::terraform()?;
        let plugins = plugin_directory();
        if plugins.is_none() {
            client::skip("terraform-provider-aws");
        }
        Some(Self {
            program,
            plugins: plugins?,
        })
    }

    /// A copy of one of the configurations, initialised.
    fn workspace(&self, configuration: &str, server: &Server) -> Workspace<'_> {
        let directory = tempfile::tempdir().expect("a temporary folder can be made");
        let source = folder().join("terraform").join(configuration);
        for entry in
            fs::read_dir(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()))
        {
            let file = entry.expect("the folder can be read").path();
            let name = file.file_name().expect("an entry has a name");
            fs::copy(&file, directory.path().join(name)).expect("the configuration can be copied");
        }
        let mut workspace = Workspace {
            terraform: self,
            directory,
            variables: BTreeMap::new(),
        };
        workspace.set("endpoint_url", server.url());
        let plugins = format!("-plugin-dir={}", self.plugins.display());
        workspace.succeed(&["init", &plugins]);
        workspace
    }
}

/// A folder in which Terraform works: configuration, state and the values of the variables.
struct Workspace<'a> {
    terraform: &'a Terraform,
    directory: TempDir,
    variables: BTreeMap<String, String>,
}

impl Workspace<'_> {
    fn set(&mut self, variable: &str, value: &str) {
        self.variables
            .insert(format!("TF_VAR_{variable}"), value.to_owned());
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(self.terraform.program.path());
        client::isolate(&mut command);
        command
            .args(arguments)
            .current_dir(self.directory.path())
            .envs(&self.variables)
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .env("TF_IN_AUTOMATION", "1")
            .env("TF_INPUT", "0")
            .env("TF_CLI_ARGS", "-no-color")
            .env("CHECKPOINT_DISABLE", "1");
        client::run(&mut command, limit::TERRAFORM)
    }

    fn succeed(&self, arguments: &[&str]) -> String {
        let outcome = self.run(arguments);
        assert!(
            outcome.status.success(),
            "terraform {} failed\n{outcome}",
            arguments.join(" ")
        );
        outcome.stdout
    }

    fn output(&self, name: &str) -> Value {
        let text = self.succeed(&["output", "-json", name]);
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("output {name} is {text}: {error}"))
    }

    fn apply(&self) {
        self.succeed(&["apply", "-auto-approve"]);
    }

    fn destroy(&self) {
        self.succeed(&["destroy", "-auto-approve"]);
    }

    /// What Terraform would do now is nothing.
    fn expect_empty_plan(&self) {
        let outcome = self.run(&["plan", "-detailed-exitcode"]);
        assert_eq!(
            outcome.status.code(),
            Some(0),
            "expected an empty plan\n{outcome}"
        );
    }

    /// Plans into a file and returns what is to be done to each address that is not left alone.
    fn plan(&self, file: &str) -> BTreeMap<String, Vec<String>> {
        let outcome = self.run(&["plan", "-detailed-exitcode", &format!("-out={file}")]);
        assert_eq!(
            outcome.status.code(),
            Some(2),
            "expected a plan with changes\n{outcome}"
        );
        let plan: Value =
            serde_json::from_str(&self.succeed(&["show", "-json", file])).expect("a plan is JSON");
        let changes = plan["resource_changes"]
            .as_array()
            .expect("a plan has changes");
        changes
            .iter()
            .map(|change| {
                let address = change["address"].as_str().expect("a change has an address");
                let actions = serde_json::from_value(change["change"]["actions"].clone());
                (address.to_owned(), actions.expect("actions are words"))
            })
            .filter(|(_, actions): &(String, Vec<String>)| actions != &["no-op"])
            .collect()
    }

    /// Forgets resources and gets them back by their ids, which changes nothing about them.
    fn import_again(&self, resources: &[(&str, Value)]) {
        let mut imports = String::new();
        let addresses = resources.iter().map(|(address, _)| *address);
        self.succeed(
            &["state", "rm"]
                .into_iter()
                .chain(addresses)
                .collect::<Vec<_>>(),
        );
        for (address, id) in resources {
            writeln!(imports, "import {{\n  to = {address}\n  id = {id}\n}}")
                .expect("text can grow");
        }
        let file = self.directory.path().join("imports.tf");
        fs::write(&file, imports).expect("the imports can be written");
        let changes = self.plan("import");
        assert!(
            changes.is_empty(),
            "expected to import and nothing else: {changes:#?}"
        );
        self.succeed(&["apply", "import"]);
        fs::remove_file(&file).expect("the imports can be removed");
    }
}

/// The mirror that the variable names, or the first one found: where Terraform itself looks, then anywhere.
fn plugin_directory() -> Option<PathBuf> {
    if let Some(named) = env::var_os("PRIVLINK_TERRAFORM_PLUGIN_DIR") {
        return Some(named.into());
    }
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let places = [
        env::var_os("TF_PLUGIN_CACHE_DIR")
            .map(PathBuf::from)
            .unwrap_or_default(),
        home.join(".terraform.d/plugins"),
        home.join(".local/share/terraform/plugins"),
        "/usr/local/share/terraform/plugins".into(),
        "/usr/share/terraform/plugins".into(),
        "/".into(),
    ];
    let absolute = places
        .iter()
        .filter(|place| place.is_absolute() && place.is_dir());
    absolute.map(PathBuf::as_path).find_map(mirror_below)
}

/// The root of a mirror below this folder that has the AWS provider, unpacked.
fn mirror_below(folder: &Path) -> Option<PathBuf> {
    let pattern = "*/registry.terraform.io/hashicorp/aws/*/*/terraform-provider-aws_v*";
    let mut find = Command::new("find");
    find.arg(folder).args([
        "-xdev", "-type", "f", "-path", pattern, "!", "-path", "/proc/*",
    ]);
    let found = client::run(&mut find, limit::LOOKUP).stdout;
    // root/host/namespace/type/version/platform/file
    found
        .lines()
        .find_map(|file| Path::new(file).ancestors().nth(6).map(Path::to_owned))
}

#[test]
fn terraform_stack() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("stack", &server);

    stack.apply();
    stack.expect_empty_plan();
    let first = stack.output("interface_addresses");
    assert_eq!(
        first.as_object().map(serde_json::Map::len),
        Some(1),
        "{first}"
    );

    expect_nothing_for_outsiders(&terraform, &server, &stack.output("service_name"));

    stack.set("endpoint_subnet_count", "2");
    stack.set("tags", r#"{"Revision":"two"}"#);
    expect_update_in_place(&stack.plan("update"));
    stack.succeed(&["apply", "update"]);
    stack.expect_empty_plan();
    let second = stack.output("interface_addresses");
    let second = second.as_object().expect("the output is a map");
    assert_eq!(second.len(), 2, "{second:?}");
    for (subnet, address) in first.as_object().expect("the output is a map") {
        assert_eq!(
            second.get(subnet),
            Some(address),
            "the first interface keeps its address"
        );
    }

    stack.import_again(&[
        (
            "aws_vpc_endpoint_service.publisher",
            stack.output("service_id"),
        ),
        ("aws_vpc_endpoint.consumer", stack.output("endpoint_id")),
    ]);
    stack.expect_empty_plan();

    stack.destroy();
    server.expect_empty(&ACCOUNTS);
}

/// The second subnet and the tags are changes to what is there: nothing is replaced.
fn expect_update_in_place(changes: &BTreeMap<String, Vec<String>>) {
    let updated = [
        "aws_security_group.endpoint",
        "aws_vpc_endpoint.consumer",
        "aws_vpc_endpoint_service.publisher",
    ];
    for (address, actions) in changes {
        let expected = if address.starts_with("data.") {
            "read"
        } else {
            "update"
        };
        assert_eq!(actions, &[expected], "{address} in {changes:#?}");
    }
    let planned: Vec<&str> = changes
        .keys()
        .map(String::as_str)
        .filter(|address| !address.starts_with("data."))
        .collect();
    assert_eq!(planned, updated);
}

/// An account without permission is told that the service does not exist.
fn expect_nothing_for_outsiders(terraform: &Terraform, server: &Server, service_name: &Value) {
    let mut outsider = terraform.workspace("outsider", server);
    outsider.set(
        "service_name",
        service_name.as_str().expect("a name is text"),
    );
    let outcome = outsider.run(&["apply", "-auto-approve"]);
    assert_eq!(
        outcome.status.code(),
        Some(1),
        "expected the endpoint to be refused\n{outcome}"
    );
    assert!(
        outcome.stderr.contains("InvalidServiceName"),
        "expected InvalidServiceName\n{outcome}"
    );
    outsider.destroy();
}

#[test]
fn terraform_assume_role() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let roles = terraform.workspace("assume_role", &server);
    roles.apply();
    roles.expect_empty_plan();
    roles.destroy();
    server.expect_empty(&ACCOUNTS);
    server.expect_empty(&["999999999999"]);
}
