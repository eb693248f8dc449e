//! Endpoints of all types, and whatever the provider has a resource for around them: created, changed in place, imported and
//! destroyed, with an empty plan after each step.

use serde_json::{Value, json};

use super::{ACCOUNTS, Server, Terraform, Workspace};

/// The account of the stacks' consumers.
const CONSUMER: &str = "222222222222";

/// The account of the stacks' providers.
const PUBLISHER: &str = "111111111111";

impl Workspace<'_> {
    /// Applies what is not there yet, after which there is nothing to do.
    pub(super) fn create(&self) {
        self.apply();
        self.expect_empty_plan();
    }

    /// Sets a variable to `true`, which is to do exactly this to these resources, and after which there is nothing to do.
    pub(super) fn change(&mut self, variable: &str, expected: &[(&str, &str)]) {
        self.set(variable, "true");
        let planned = self.plan("change");
        let actions: Vec<(&str, String)> = planned
            .iter()
            .filter(|(address, _)| !address.starts_with("data."))
            .map(|(address, actions)| (address.as_str(), actions.join(" ")))
            .collect();
        let actions: Vec<(&str, &str)> = actions
            .iter()
            .map(|(address, actions)| (*address, actions.as_str()))
            .collect();
        assert_eq!(actions, expected);
        self.succeed(&["apply", "change"]);
        self.expect_empty_plan();
    }

    /// Imports what is there already, after which there is nothing to do, and destroys everything.
    pub(super) fn import_and_destroy(&self, resources: &[(&str, Value)], server: &Server) {
        self.import_again(resources);
        self.expect_empty_plan();
        self.destroy();
        server.expect_empty(&ACCOUNTS);
    }
}

/// One of the texts of an output that is an object.
pub(super) fn member<'a>(output: &'a Value, name: &str) -> &'a str {
    output[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} is no text of {output}"))
}

#[test]
fn terraform_gateway() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("gateway", &server);
    stack.create();
    let ids = stack.output("ids");
    let (s3, dynamodb) = (member(&ids, "s3"), member(&ids, "dynamodb"));
    let tables = [member(&ids, "table_0"), member(&ids, "table_1")];
    for table in tables {
        expect_gateways(&server, table, &[dynamodb, s3]);
    }

    expect_no_second_route(&mut stack);

    stack.change(
        "changed",
        &[
            ("aws_vpc_endpoint.dynamodb", "update"),
            ("aws_vpc_endpoint.s3", "update"),
            ("aws_vpc_endpoint_policy.s3", "update"),
        ],
    );
    expect_gateways(&server, tables[0], &[s3]);
    expect_gateways(&server, tables[1], &[dynamodb, s3]);

    let association = "aws_vpc_endpoint_route_table_association.s3[0]";
    let resources = [
        ("aws_vpc_endpoint.s3", json!(s3)),
        ("aws_vpc_endpoint.dynamodb", json!(dynamodb)),
        ("aws_vpc_endpoint_policy.s3", json!(s3)),
        (association, json!(format!("{s3}/{}", tables[0]))),
    ];
    stack.import_and_destroy(&resources, &server);
}

/// The route table leads to these endpoints, and to nothing else outside of the VPC.
fn expect_gateways(server: &Server, table: &str, endpoints: &[&str]) {
    let path = format!("/v1/route-tables/{table}");
    let table = server.get(&path, CONSUMER, "us-east-1");
    let routes = table["routes"].as_array().expect("a table has routes");
    let mut expected = endpoints.to_vec();
    let mut gateways: Vec<&str> = routes
        .iter()
        .filter(|route| route["destinationPrefixListId"].is_string())
        .map(|route| member(route, "gatewayId"))
        .collect();
    expected.sort_unstable();
    gateways.sort_unstable();
    assert_eq!(gateways, expected);
    assert_eq!(routes.len(), endpoints.len() + 1, "{routes:#?}");
}

/// Terraform is told why there cannot be another endpoint for the same service in a route table.
fn expect_no_second_route(stack: &mut Workspace) {
    stack.set("rival", "true");
    let outcome = stack.run(&["apply", "-auto-approve"]);
    assert_eq!(
        outcome.status.code(),
        Some(1),
        "expected the second endpoint to be refused\n{outcome}"
    );
    assert!(
        outcome.stderr.contains("RouteAlreadyExists"),
        "expected RouteAlreadyExists\n{outcome}"
    );
    stack.set("rival", "false");
}

#[test]
fn terraform_interface() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("interface", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_vpc_endpoint.monitoring", "update"),
            ("aws_vpc_endpoint.queue", "update"),
            ("aws_vpc_endpoint.storage", "update"),
            ("aws_vpc_endpoint_private_dns.monitoring", "update"),
        ],
    );

    let ids = stack.output("ids");
    let monitoring = member(&ids, "monitoring");
    let association = format!("{monitoring}/{}", member(&ids, "subnet"));
    let resources = [
        ("aws_vpc_endpoint.monitoring", json!(monitoring)),
        ("aws_vpc_endpoint.queue", ids["queue"].clone()),
        ("aws_vpc_endpoint.storage", ids["storage"].clone()),
        ("aws_vpc_endpoint_private_dns.monitoring", json!(monitoring)),
        (
            "aws_vpc_endpoint_subnet_association.monitoring",
            json!(association),
        ),
    ];
    stack.import_and_destroy(&resources, &server);
}

#[test]
fn terraform_inspection() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("inspection", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_lb.appliances", "update"),
            ("aws_lb_target_group.appliances", "update"),
            ("aws_route.inspected", "delete create"),
            ("aws_vpc_endpoint.consumer", "update"),
            ("aws_vpc_endpoint_service.appliances", "update"),
        ],
    );

    let ids = stack.output("ids");
    let resources = [
        ("aws_lb.appliances", "load_balancer"),
        ("aws_lb_target_group.appliances", "target_group"),
        ("aws_lb_listener.appliances", "listener"),
        ("aws_vpc_endpoint_service.appliances", "service"),
        ("aws_vpc_endpoint.consumer", "endpoint"),
        ("aws_route.inspected", "route"),
    ];
    let resources = resources.map(|(address, name)| (address, ids[name].clone()));
    stack.import_and_destroy(&resources, &server);
}

#[test]
fn terraform_cross_region() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("cross_region", &server);
    stack.create();

    write_record(&server, &stack.output("record")[0]);
    stack.change(
        "verified",
        &[
            ("aws_vpc_endpoint.far", "update"),
            ("aws_vpc_endpoint.near", "update"),
            (
                "aws_vpc_endpoint_connection_notification.publisher",
                "update",
            ),
            (
                "aws_vpc_endpoint_service_private_dns_verification.publisher[0]",
                "create",
            ),
        ],
    );

    let ids = stack.output("ids");
    let (service, near) = (member(&ids, "service"), member(&ids, "near"));
    expect_private_name(&server, near);
    let resources = [
        ("aws_vpc_endpoint_service.publisher", json!(service)),
        ("aws_vpc_endpoint.near", json!(near)),
        ("aws_vpc_endpoint.far", ids["far"].clone()),
        (
            "aws_vpc_endpoint_connection_accepter.near",
            json!(format!("{service}_{near}")),
        ),
        (
            "aws_vpc_endpoint_connection_notification.publisher",
            ids["notification"].clone(),
        ),
    ];
    let record = &stack.output("record")[0];
    let path = format!(
        "/v1/dns-records/{}/{}",
        member(record, "type"),
        member(record, "name")
    );
    server.delete(&path, PUBLISHER);
    stack.import_and_destroy(&resources, &server);
}

/// Puts the record that the service asks for where its domain's owner would.
fn write_record(server: &Server, record: &Value) {
    let body = json!({"name": record["name"], "type": record["type"], "values": [record["value"]]});
    server.put("/v1/dns-records", PUBLISHER, &body);
}

/// The endpoint has the service's private name. Terraform keeps the names as they were before it changed the endpoint.
fn expect_private_name(server: &Server, endpoint: &str) {
    let path = format!("/v1/endpoints/{endpoint}");
    let endpoint = server.get(&path, CONSUMER, "us-east-1");
    let entries = endpoint["dnsEntries"].as_array().expect("names are a list");
    let found = entries
        .iter()
        .any(|entry| entry["dnsName"] == "orders.example.com");
    assert!(found, "{entries:#?}");
}
