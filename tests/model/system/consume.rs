//! What consumers do, as requests.

use reqwest::Method;
use serde_json::json;

use crate::cast::{Account, Subnet, Table};
use crate::line;
use crate::step::{Api, Change, CreateEndpoint, Reference, Step, Wanted};

use super::request::{UNKNOWN, list, parameter};
use super::wire::{Answer, text};
use super::{Outcome, System};

impl System {
    pub(super) async fn change_endpoint(&self, step: &Step) -> Answer {
        match step {
            Step::ModifyEndpoint {
                caller,
                endpoint,
                subnets,
            } => self.modify_endpoint(*caller, *endpoint, subnets).await,
            Step::ModifyRoutes {
                caller,
                endpoint,
                tables,
            } => self.modify_routes(*caller, *endpoint, tables).await,
            Step::SwitchPrivateDns {
                api,
                caller,
                endpoint,
                on,
            } => {
                let id = self.endpoint_id(*endpoint);
                self.switch_private_dns(*api, *caller, &id, *on).await
            }
            Step::TagEndpoint {
                api,
                caller,
                endpoint,
                value,
            } => {
                let id = self.endpoint_id(*endpoint);
                self.tag(*api, *caller, id, value.to_string()).await
            }
            other => unreachable!("no change of an endpoint: {other:?}"),
        }
    }

    pub(super) async fn delete_endpoints(
        &self,
        api: Api,
        caller: Account,
        endpoints: &[Reference],
    ) -> Outcome {
        let endpoints = endpoints.iter().map(|one| self.endpoint_id(*one));
        let ids: Vec<String> = endpoints.collect();
        let (path, action) = ("/v1/endpoints", "DeleteVpcEndpoints");
        self.delete_each(api, caller, path, action, "VpcEndpointId", &ids)
            .await
    }

    pub(super) async fn create_endpoint(&mut self, request: &CreateEndpoint) -> Outcome {
        let key = self.key(request.caller).await;
        let answer = match request.api {
            Api::Rest => self.create_over_rest(&key, request).await,
            Api::Ec2 => self.create_over_ec2(&key, request).await,
        };
        let code = answer.code();
        if code.is_some() {
            return Outcome::One(code);
        }
        let mut endpoint = answer.done();
        if request.api == Api::Ec2 {
            endpoint = endpoint["vpcEndpoint"].take();
        }
        let id = text(&endpoint["vpcEndpointId"]);
        if self.names.contains_key(&id) {
            return Outcome::Again(id);
        }
        let name = line::endpoint(request.label);
        self.names.insert(id.clone(), name);
        self.endpoints.insert(request.label, id);
        Outcome::One(None)
    }

    async fn create_over_rest(&self, key: &str, request: &CreateEndpoint) -> Answer {
        let subnets = request.subnets.iter().map(|subnet| self.subnet_id(*subnet));
        let mut body = json!({
            "vpcId": self.vpc_id(request),
            "serviceName": self.wanted_name(request.service),
            "subnetIds": subnets.collect::<Vec<String>>(),
            "routeTableIds": self.table_ids(&request.tables),
        });
        if request.gateway {
            body["vpcEndpointType"] = "Gateway".into();
        }
        if let Some(private_dns) = request.private_dns {
            body["privateDnsEnabled"] = private_dns.into();
        }
        let token = request.token.map(|token| format!("rest-{token}"));
        self.wire
            .rest(key, Method::POST, "/v1/endpoints", Some(body), token)
            .await
    }

    async fn create_over_ec2(&self, key: &str, request: &CreateEndpoint) -> Answer {
        let subnets = request.subnets.iter().map(|subnet| self.subnet_id(*subnet));
        let mut parameters = vec![
            parameter("VpcId", &self.vpc_id(request)),
            parameter("ServiceName", &self.wanted_name(request.service)),
        ];
        parameters.extend(list("SubnetId", &subnets.collect::<Vec<String>>()));
        if !request.gateway {
            parameters.push(parameter("VpcEndpointType", "Interface"));
        }
        parameters.extend(list("RouteTableId", &self.table_ids(&request.tables)));
        let private_dns = request.private_dns;
        parameters.extend(private_dns.map(|on| parameter("PrivateDnsEnabled", &on.to_string())));
        let token = request.token.map(|token| format!("ec2-{token}"));
        parameters.extend(token.map(|token| parameter("ClientToken", &token)));
        self.wire.ec2(key, "CreateVpcEndpoint", &parameters).await
    }

    fn wanted_name(&self, wanted: Wanted) -> String {
        match wanted {
            Wanted::Customers(reference) => self.service_name(reference),
            Wanted::Aws(service) => service.name().to_owned(),
        }
    }

    fn table_ids<'t>(&self, tables: impl IntoIterator<Item = &'t Option<Table>>) -> Vec<String> {
        let id = |table: &Option<Table>| match table {
            Some(table) => self.stage.tables[table].clone(),
            None => format!("rtb-{UNKNOWN}"),
        };
        tables.into_iter().map(id).collect()
    }

    async fn modify_routes(
        &self,
        caller: Account,
        endpoint: Reference,
        tables: &Change<Option<Table>>,
    ) -> Answer {
        let (key, id) = (caller.number(), self.endpoint_id(endpoint));
        match tables {
            Change::To(wanted) => {
                let body = Some(json!({"routeTableIds": self.table_ids(wanted)}));
                let path = format!("/v1/endpoints/{id}");
                self.wire.rest(key, Method::PATCH, &path, body, None).await
            }
            Change::By { add, remove } => {
                let mut parameters = vec![parameter("VpcEndpointId", &id)];
                parameters.extend(list("AddRouteTableId", &self.table_ids(add)));
                parameters.extend(list("RemoveRouteTableId", &self.table_ids(remove)));
                self.wire.ec2(key, "ModifyVpcEndpoint", &parameters).await
            }
        }
    }

    async fn switch_private_dns(&self, api: Api, caller: Account, id: &str, on: bool) -> Answer {
        let key = caller.number();
        match api {
            Api::Rest => {
                let body = Some(json!({"privateDnsEnabled": on}));
                let path = format!("/v1/endpoints/{id}");
                self.wire.rest(key, Method::PATCH, &path, body, None).await
            }
            Api::Ec2 => {
                let parameters = [
                    parameter("VpcEndpointId", id),
                    parameter("PrivateDnsEnabled", &on.to_string()),
                ];
                self.wire.ec2(key, "ModifyVpcEndpoint", &parameters).await
            }
        }
    }

    fn vpc_id(&self, request: &CreateEndpoint) -> String {
        match request.vpc {
            Some(vpc) => self.stage.vpcs[&vpc].clone(),
            None => format!("vpc-{UNKNOWN}"),
        }
    }

    async fn modify_endpoint(
        &self,
        caller: Account,
        endpoint: Reference,
        subnets: &Change<Option<Subnet>>,
    ) -> Answer {
        let (key, id) = (caller.number(), self.endpoint_id(endpoint));
        let ids = |subnets: &[Option<Subnet>]| -> Vec<String> {
            subnets.iter().map(|one| self.subnet_id(*one)).collect()
        };
        match subnets {
            Change::To(wanted) => {
                let body = Some(json!({"subnetIds": ids(wanted)}));
                let path = format!("/v1/endpoints/{id}");
                self.wire.rest(key, Method::PATCH, &path, body, None).await
            }
            Change::By { add, remove } => {
                let mut parameters = vec![parameter("VpcEndpointId", &id)];
                parameters.extend(list("AddSubnetId", &ids(add)));
                parameters.extend(list("RemoveSubnetId", &ids(remove)));
                self.wire.ec2(key, "ModifyVpcEndpoint", &parameters).await
            }
        }
    }

    async fn tag(&self, api: Api, caller: Account, id: String, value: String) -> Answer {
        let key = caller.number();
        match api {
            Api::Rest => {
                let body = Some(json!({"tags": [{"key": "step", "value": value}]}));
                let path = format!("/v1/endpoints/{id}");
                self.wire.rest(key, Method::PATCH, &path, body, None).await
            }
            Api::Ec2 => {
                let parameters = [
                    parameter("ResourceId.1", &id),
                    parameter("Tag.1.Key", "step"),
                    parameter("Tag.1.Value", &value),
                ];
                self.wire.ec2(key, "CreateTags", &parameters).await
            }
        }
    }
}
