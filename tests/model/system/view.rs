//! What everybody sees on the server.

use reqwest::Method;
use serde_json::Value;

use crate::cast::{Account, Caller, Role};
use crate::line::{self, ConnectionLine, EndpointLine, ServiceLine};
use crate::reference::World;
use crate::step::Api;
use crate::tally;

use super::System;
use super::stage::START_SECONDS;
use super::wire::{Answer, Parameter, items, text};

/// The names of a member in REST and in EC2.
type Names = (&'static str, &'static str);

/// A member of an item, by its name in REST or by that in EC2.
fn member(item: &Value, (rest, ec2): Names) -> &Value {
    match &item[rest] {
        Value::Null => &item[ec2],
        value => value,
    }
}

impl System {
    /// Compares the endpoints that the last step was about, as both of their parties see them.
    pub(super) async fn compare_touched(&self, world: &World) {
        for label in &world.touched {
            let (owner, provider) = world.parties(*label);
            let id = &self.endpoints[label];
            let api = self.any_api();
            let found = self.endpoint(api, owner, id).await;
            let expected = world.endpoint_line(*label);
            tally::count(format!("saw an endpoint {}", world.state(*label)));
            assert_eq!(expected, found, "model and server, for its owner, {api:?}");
            let Some(provider) = provider else { continue };
            let found = self.connections(api, provider, Some(id)).await;
            let expected: Vec<String> = world.connection_line(*label).into_iter().collect();
            assert_eq!(
                expected, found,
                "model and server, for the provider, {api:?}"
            );
        }
    }

    /// Compares everything that anybody sees.
    pub(super) async fn compare_all(&self, world: &World) {
        for account in Account::ALL {
            let found = self.seen_by(account).await;
            if let Some(difference) = line::difference(&world.seen_by(account), &found) {
                panic!("what {account:?} sees:\n{difference}");
            }
            for role in [None, Some(Role::Operator), Some(Role::Auditor)] {
                let caller = Caller { account, role };
                if role.is_some() && !Account::CONSUMERS.contains(&account) {
                    continue;
                }
                let found = self.available_to(caller).await;
                if let Some(difference) = line::difference(&world.available_to(caller), &found) {
                    panic!("what is available to {caller:?}:\n{difference}");
                }
            }
        }
    }

    /// The APIs take turns.
    fn any_api(&self) -> Api {
        if self.steps.is_multiple_of(2) {
            Api::Rest
        } else {
            Api::Ec2
        }
    }

    /// What an id is called in the model.
    fn name(&self, id: &Value) -> String {
        let id = text(id);
        self.names.get(&id).cloned().unwrap_or(id)
    }

    fn names_of(&self, ids: &Value) -> Vec<String> {
        items(ids).iter().map(|id| self.name(id)).collect()
    }

    async fn get(&self, key: &str, path: &str) -> Answer {
        self.wire.rest(key, Method::GET, path, None, None).await
    }

    async fn seen_by(&self, account: Account) -> Vec<String> {
        let api = self.any_api();
        let key = account.number();
        let mut lines = self.connections(api, account, None).await;
        let endpoints = match api {
            Api::Rest => self.get(key, "/v1/endpoints").await,
            Api::Ec2 => self.wire.ec2(key, "DescribeVpcEndpoints", &[]).await,
        };
        let endpoints = endpoints.list(("items", "vpcEndpointSet"));
        lines.extend(
            endpoints
                .iter()
                .map(|endpoint| self.endpoint_line(endpoint)),
        );
        let interfaces = match api {
            Api::Rest => self.get(key, "/v1/network-interfaces").await,
            Api::Ec2 => self.wire.ec2(key, "DescribeNetworkInterfaces", &[]).await,
        };
        for interface in interfaces.list(("items", "networkInterfaceSet")) {
            let description = text(&interface["description"]);
            if let Some(endpoint) = description.strip_prefix("VPC Endpoint Interface ") {
                let endpoint = self.name(&Value::from(endpoint));
                lines.push(line::interface(
                    &endpoint,
                    &self.name(&interface["subnetId"]),
                ));
            }
        }
        let subnets = match api {
            Api::Rest => self.get(key, "/v1/subnets").await,
            Api::Ec2 => self.wire.ec2(key, "DescribeSubnets", &[]).await,
        };
        for subnet in subnets.list(("items", "subnetSet")) {
            let free = text(&subnet["availableIpAddressCount"]);
            lines.push(line::subnet(&self.name(&subnet["subnetId"]), &free));
        }
        lines.extend(self.services(api, account).await);
        lines.extend(self.routes(api, key).await);
        lines
    }

    /// The routes that lead to endpoints.
    async fn routes(&self, api: Api, key: &str) -> Vec<String> {
        let tables = match api {
            Api::Rest => self.get(key, "/v1/route-tables").await,
            Api::Ec2 => self.wire.ec2(key, "DescribeRouteTables", &[]).await,
        };
        let mut lines = Vec::new();
        for table in tables.list(("items", "routeTableSet")) {
            for route in items(member(&table, ("routes", "routeSet"))) {
                if text(&route["gatewayId"]) != "local" {
                    lines.push(line::route(
                        &self.name(&table["routeTableId"]),
                        &self.name(&route["gatewayId"]),
                        &self.name(&route["destinationPrefixListId"]),
                    ));
                }
            }
        }
        lines
    }

    async fn services(&self, api: Api, account: Account) -> Vec<String> {
        let key = account.number();
        let action = "DescribeVpcEndpointServiceConfigurations";
        let services = match api {
            Api::Rest => self.get(key, "/v1/endpoint-services").await,
            Api::Ec2 => self.wire.ec2(key, action, &[]).await,
        };
        let mut lines = Vec::new();
        for service in services.list(("items", "serviceConfigurationSet")) {
            let id = text(&service["serviceId"]);
            let mut more = self.names_of(member(
                &service,
                ("networkLoadBalancerArns", "networkLoadBalancerArnSet"),
            ));
            let permissions = self.permissions(api, account, &id).await;
            let permissions = permissions.list(("items", "allowedPrincipals"));
            more.extend(permissions.iter().map(|one| text(&one["principal"])));
            lines.push(self.service_line(&service, more).show("own"));
        }
        lines
    }

    pub(super) async fn permissions(&self, api: Api, account: Account, service: &str) -> Answer {
        let key = account.number();
        let parameters = [("ServiceId".to_owned(), service.to_owned())];
        match api {
            Api::Rest => {
                let path = format!("/v1/endpoint-services/{service}/permissions");
                self.get(key, &path).await
            }
            Api::Ec2 => {
                let action = "DescribeVpcEndpointServicePermissions";
                self.wire.ec2(key, action, &parameters).await
            }
        }
    }

    async fn available_to(&self, caller: Caller) -> Vec<String> {
        let key = self.key(caller).await;
        let customers = "com.amazonaws.vpce.*";
        let answer = match self.any_api() {
            Api::Rest => {
                let path = format!("/v1/available-services?filter[service-name]={customers}");
                self.get(&key, &path).await
            }
            Api::Ec2 => {
                let filter = filter("service-name", customers);
                let action = "DescribeVpcEndpointServices";
                self.wire.ec2(&key, action, &filter).await
            }
        };
        let services = answer.list(("items", "serviceDetailSet"));
        let lines = services.iter().map(|service| {
            let owner = self.name(&service["owner"]);
            self.service_line(service, vec![owner]).show("available")
        });
        lines.collect()
    }

    fn service_line(&self, service: &Value, more: Vec<String>) -> ServiceLine {
        let zones = member(service, ("availabilityZones", "availabilityZoneSet"));
        let name = match &service["privateDnsName"] {
            Value::Null => &service["privateDnsNames"][0],
            name => name,
        };
        let proof = match &service["privateDnsNameVerificationState"] {
            Value::Null => &service["privateDnsNameConfiguration"]["state"],
            proof => proof,
        };
        let optional = |value: &Value| Some(value).filter(|value| value.is_string()).map(text);
        ServiceLine {
            private_name: optional(name).zip(optional(proof)),
            pays: optional(&service["payerResponsibility"]).as_deref() == Some("ServiceOwner"),
            service: self.name(&service["serviceId"]),
            acceptance: text(&service["acceptanceRequired"]) == "true",
            zones: items(zones).iter().map(text).collect(),
            more,
        }
    }

    /// The connections to the account's services, whether these still exist or not; all, or the one of an endpoint.
    async fn connections(&self, api: Api, account: Account, endpoint: Option<&str>) -> Vec<String> {
        let key = account.number();
        let answer = match api {
            Api::Rest => {
                let filter = endpoint.map(|id| format!("?filter[vpc-endpoint-id]={id}"));
                let path = format!("/v1/connections{}", filter.unwrap_or_default());
                self.get(key, &path).await
            }
            Api::Ec2 => {
                let filter = endpoint.map(|id| filter("vpc-endpoint-id", id));
                let filter: Vec<_> = filter.into_iter().flatten().collect();
                let action = "DescribeVpcEndpointConnections";
                self.wire.ec2(key, action, &filter).await
            }
        };
        let connections = answer.list(("items", "vpcEndpointConnectionSet"));
        let lines = connections.iter().map(|one| self.connection_line(one));
        lines.collect()
    }

    pub(super) fn connection_line(&self, connection: &Value) -> String {
        let balancers = ("networkLoadBalancerArns", "networkLoadBalancerArnSet");
        ConnectionLine {
            endpoint: self.name(&connection["vpcEndpointId"]),
            owner: self.name(&connection["vpcEndpointOwner"]),
            service: self.name(&connection["serviceId"]),
            state: text(&connection["vpcEndpointState"]),
            names: items(member(connection, ("dnsEntries", "dnsEntrySet"))).len(),
            created: since_start(&connection["creationTimestamp"]),
            balancers: self.names_of(member(connection, balancers)),
        }
        .show()
    }

    /// One endpoint, if it exists for the account.
    async fn endpoint(&self, api: Api, account: Account, id: &str) -> Option<String> {
        let answer = self.describe_endpoint(api, account, id).await;
        if answer.code().is_some() {
            return None;
        }
        match api {
            Api::Rest => Some(self.endpoint_line(&answer.done())),
            Api::Ec2 => {
                let endpoints = answer.list(("items", "vpcEndpointSet"));
                endpoints.first().map(|one| self.endpoint_line(one))
            }
        }
    }

    pub(super) async fn describe_endpoint(&self, api: Api, account: Account, id: &str) -> Answer {
        let key = account.number();
        match api {
            Api::Rest => self.get(key, &format!("/v1/endpoints/{id}")).await,
            Api::Ec2 => {
                let parameters = [("VpcEndpointId.1".to_owned(), id.to_owned())];
                self.wire
                    .ec2(key, "DescribeVpcEndpoints", &parameters)
                    .await
            }
        }
    }

    pub(super) fn endpoint_line(&self, endpoint: &Value) -> String {
        let service = text(&endpoint["serviceName"]);
        let service = match service.strip_prefix("com.amazonaws.vpce.us-east-1.") {
            Some(id) => id.to_owned(),
            None => service,
        };
        let tags = items(member(endpoint, ("tags", "tagSet"))).iter();
        let interfaces = ("networkInterfaceIds", "networkInterfaceIdSet");
        EndpointLine {
            endpoint: self.name(&endpoint["vpcEndpointId"]),
            owner: self.name(&endpoint["ownerId"]),
            vpc: self.name(&endpoint["vpcId"]),
            service: self.name(&Value::from(service)),
            state: text(&endpoint["state"]),
            subnets: self.names_of(member(endpoint, ("subnetIds", "subnetIdSet"))),
            tables: self.names_of(member(endpoint, ("routeTableIds", "routeTableIdSet"))),
            private_dns: text(&endpoint["privateDnsEnabled"]) == "true",
            interfaces: items(member(endpoint, interfaces)).len(),
            names: items(member(endpoint, ("dnsEntries", "dnsEntrySet"))).len(),
            created: since_start(&endpoint["creationTimestamp"]),
            tags: tags
                .map(|tag| format!("{}={}", text(&tag["key"]), text(&tag["value"])))
                .collect(),
        }
        .show()
    }
}

/// A filter with one value.
fn filter(name: &str, value: &str) -> [Parameter; 2] {
    [
        ("Filter.1.Name".to_owned(), name.to_owned()),
        ("Filter.1.Value.1".to_owned(), value.to_owned()),
    ]
}

fn since_start(timestamp: &Value) -> i64 {
    let time: jiff::Timestamp = text(timestamp).parse().expect("a timestamp");
    time.as_second() - START_SECONDS
}
