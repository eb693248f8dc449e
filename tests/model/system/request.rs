//! Steps as requests.

use reqwest::Method;
use serde_json::{Value, json};

use crate::cast::{Account, Balancer, Principal, Subnet};
use crate::step::{Api, Change, CreateEndpoint, Decision, Reference, Step};

use super::wire::{Answer, Parameter, items, text};
use super::{Outcome, System};

const UNKNOWN: &str = "0123456789abcdef0";

impl System {
    /// Carries out a step.
    pub(super) async fn request(&mut self, step: &Step) -> Outcome {
        match step {
            Step::CreateService { .. } => self.create_service(step).await,
            Step::ModifyService {
                caller,
                service,
                acceptance,
                balancers,
            } => {
                let answer = self.modify_service(*caller, *service, *acceptance, balancers);
                Outcome::One(answer.await.code())
            }
            Step::DeleteServices {
                api,
                caller,
                services,
            } => self.delete_services(*api, *caller, services).await,
            Step::Permit {
                api,
                caller,
                service,
                principal,
            } => Outcome::One(self.permit(*api, *caller, *service, *principal).await),
            Step::Forbid {
                api,
                caller,
                service,
                principal,
            } => Outcome::One(self.forbid(*api, *caller, *service, *principal).await),
            Step::CreateEndpoint(request) => self.create_endpoint(request).await,
            Step::ModifyEndpoint {
                caller,
                endpoint,
                subnets,
            } => Outcome::One(self.modify_endpoint(*caller, *endpoint, subnets).await),
            Step::DeleteEndpoints {
                api,
                caller,
                endpoints,
            } => self.delete_endpoints(*api, *caller, endpoints).await,
            Step::Decide { .. } => self.decide(step).await,
            Step::Advance { seconds } => {
                self.advance(*seconds).await;
                Outcome::One(None)
            }
            Step::Restart { seconds } => {
                self.restart(*seconds).await;
                Outcome::One(None)
            }
            simple => Outcome::One(self.simple(simple).await.code()),
        }
    }

    /// The steps that answer with nothing worth a second look.
    async fn simple(&self, step: &Step) -> Answer {
        match step {
            Step::TagEndpoint {
                api,
                caller,
                endpoint,
                value,
            } => {
                let id = self.endpoint_id(*endpoint);
                self.tag(*api, *caller, id, value.to_string()).await
            }
            Step::DescribeEndpoint {
                api,
                caller,
                endpoint,
            } => {
                let id = self.endpoint_id(*endpoint);
                self.describe_endpoint(*api, *caller, &id).await
            }
            Step::DescribeAvailableService {
                api,
                caller,
                service,
            } => {
                let key = self.key(*caller).await;
                let name = self.service_name(*service);
                let parameters = [parameter("ServiceName.1", &name)];
                let path = format!("/v1/available-services/{name}");
                let action = "DescribeVpcEndpointServices";
                self.either(*api, &key, Method::GET, &path, action, &parameters)
                    .await
            }
            Step::DescribeService {
                api,
                caller,
                service,
            } => {
                let id = self.service_id(*service);
                let parameters = [parameter("ServiceId.1", &id)];
                let path = format!("/v1/endpoint-services/{id}");
                let action = "DescribeVpcEndpointServiceConfigurations";
                let key = caller.number();
                self.either(*api, key, Method::GET, &path, action, &parameters)
                    .await
            }
            Step::DescribeConnection {
                caller,
                service,
                endpoint,
            } => {
                let (service, endpoint) = (self.service_id(*service), self.endpoint_id(*endpoint));
                let path = format!("/v1/endpoint-services/{service}/connections/{endpoint}");
                let key = caller.number();
                self.wire.rest(key, Method::GET, &path, None, None).await
            }
            Step::DeleteSubnet { api, subnet } => {
                let id = self.subnet_id(Some(*subnet));
                let parameters = [parameter("SubnetId", &id)];
                let path = format!("/v1/subnets/{id}");
                let key = subnet.account.number();
                self.either(
                    *api,
                    key,
                    Method::DELETE,
                    &path,
                    "DeleteSubnet",
                    &parameters,
                )
                .await
            }
            Step::DeleteLoadBalancer { balancer } => {
                let arn = &self.stage.balancers[balancer];
                let parameters = [parameter("LoadBalancerArn", arn)];
                let elb = ("elasticloadbalancing", "2015-12-01");
                let key = balancer.account.number();
                self.wire
                    .query(key, elb, "DeleteLoadBalancer", &parameters)
                    .await
            }
            other => unreachable!("a step of its own: {other:?}"),
        }
    }

    /// A request without a body over REST, or the same over EC2.
    async fn either(
        &self,
        api: Api,
        key: &str,
        method: Method,
        path: &str,
        action: &str,
        parameters: &[Parameter],
    ) -> Answer {
        match api {
            Api::Rest => self.wire.rest(key, method, path, None, None).await,
            Api::Ec2 => self.wire.ec2(key, action, parameters).await,
        }
    }

    pub(super) fn service_id(&self, reference: Reference) -> String {
        let id = reference.and_then(|label| self.services.get(&label));
        id.cloned().unwrap_or_else(|| format!("vpce-svc-{UNKNOWN}"))
    }

    fn service_name(&self, reference: Reference) -> String {
        format!(
            "com.amazonaws.vpce.us-east-1.{}",
            self.service_id(reference)
        )
    }

    pub(super) fn endpoint_id(&self, reference: Reference) -> String {
        let id = reference.and_then(|label| self.endpoints.get(&label));
        id.cloned().unwrap_or_else(|| format!("vpce-{UNKNOWN}"))
    }

    fn subnet_id(&self, subnet: Option<Subnet>) -> String {
        match subnet {
            Some(subnet) => self.stage.subnets[&subnet].clone(),
            None => format!("subnet-{UNKNOWN}"),
        }
    }

    async fn create_service(&mut self, step: &Step) -> Outcome {
        let Step::CreateService {
            label,
            api,
            caller,
            balancer,
            acceptance,
        } = step
        else {
            unreachable!("no creation: {step:?}");
        };
        let (key, arn) = (caller.number(), &self.stage.balancers[balancer]);
        let answer = match api {
            Api::Rest => {
                let mut body = json!({"networkLoadBalancerArns": [arn]});
                if let Some(acceptance) = acceptance {
                    body["acceptanceRequired"] = (*acceptance).into();
                }
                let path = "/v1/endpoint-services";
                self.wire
                    .rest(key, Method::POST, path, Some(body), None)
                    .await
            }
            Api::Ec2 => {
                let mut parameters = vec![parameter("NetworkLoadBalancerArn.1", arn)];
                parameters.extend(
                    acceptance
                        .map(|required| parameter("AcceptanceRequired", &required.to_string())),
                );
                let action = "CreateVpcEndpointServiceConfiguration";
                self.wire.ec2(key, action, &parameters).await
            }
        };
        let code = answer.code();
        if code.is_none() {
            let body = answer.done();
            let id = match api {
                Api::Rest => text(&body["serviceId"]),
                Api::Ec2 => text(&body["serviceConfiguration"]["serviceId"]),
            };
            self.names.insert(id.clone(), crate::line::service(*label));
            self.services.insert(*label, id);
        }
        Outcome::One(code)
    }

    async fn modify_service(
        &self,
        caller: Account,
        service: Reference,
        acceptance: Option<bool>,
        balancers: &Change<Balancer>,
    ) -> Answer {
        let id = self.service_id(service);
        let arn = |balancer: &Balancer| self.stage.balancers[balancer].clone();
        match balancers {
            Change::To(wanted) => {
                let arns: Vec<String> = wanted.iter().map(arn).collect();
                let mut body = json!({"networkLoadBalancerArns": arns});
                if let Some(acceptance) = acceptance {
                    body["acceptanceRequired"] = acceptance.into();
                }
                let path = format!("/v1/endpoint-services/{id}");
                self.wire
                    .rest(caller.number(), Method::PATCH, &path, Some(body), None)
                    .await
            }
            Change::By { add, remove } => {
                let mut parameters = vec![parameter("ServiceId", &id)];
                let add: Vec<String> = add.iter().map(arn).collect();
                let remove: Vec<String> = remove.iter().map(arn).collect();
                parameters.extend(list("AddNetworkLoadBalancerArn", &add));
                parameters.extend(list("RemoveNetworkLoadBalancerArn", &remove));
                parameters.extend(
                    acceptance
                        .map(|required| parameter("AcceptanceRequired", &required.to_string())),
                );
                let action = "ModifyVpcEndpointServiceConfiguration";
                self.wire.ec2(caller.number(), action, &parameters).await
            }
        }
    }

    async fn delete_services(&self, api: Api, caller: Account, services: &[Reference]) -> Outcome {
        let services = services.iter().map(|one| self.service_id(*one));
        let ids: Vec<String> = services.collect();
        let path = "/v1/endpoint-services";
        let action = "DeleteVpcEndpointServiceConfigurations";
        self.delete_each(api, caller, path, action, "ServiceId", &ids)
            .await
    }

    async fn delete_endpoints(
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

    async fn delete_each(
        &self,
        api: Api,
        caller: Account,
        path: &str,
        action: &str,
        name: &str,
        ids: &[String],
    ) -> Outcome {
        let key = caller.number();
        match api {
            Api::Rest => {
                let mut codes = Vec::new();
                for id in ids {
                    let path = format!("{path}/{id}");
                    let answer = self.wire.rest(key, Method::DELETE, &path, None, None);
                    codes.push(answer.await.code());
                }
                Outcome::Each(codes)
            }
            Api::Ec2 => unsuccessful(self.wire.ec2(key, action, &list(name, ids)).await, ids),
        }
    }

    async fn permit(
        &self,
        api: Api,
        caller: Account,
        service: Reference,
        principal: Principal,
    ) -> Option<String> {
        let (key, id) = (caller.number(), self.service_id(service));
        let path = format!("/v1/endpoint-services/{id}/permissions");
        let answer = match api {
            Api::Rest => {
                let body = Some(json!({"principal": principal.text()}));
                self.wire.rest(key, Method::POST, &path, body, None).await
            }
            Api::Ec2 => {
                let parameters = [
                    parameter("ServiceId", &id),
                    parameter("AddAllowedPrincipals.1", &principal.text()),
                ];
                let action = "ModifyVpcEndpointServicePermissions";
                self.wire.ec2(key, action, &parameters).await
            }
        };
        answer.code()
    }

    /// Over REST a permission is deleted by its id, so that of a principal without one there is nothing to delete.
    async fn forbid(
        &self,
        api: Api,
        caller: Account,
        service: Reference,
        principal: Principal,
    ) -> Option<String> {
        let (key, id) = (caller.number(), self.service_id(service));
        if api == Api::Ec2 || !principal.is_valid() {
            let parameters = [
                parameter("ServiceId", &id),
                parameter("RemoveAllowedPrincipals.1", &principal.text()),
            ];
            let action = "ModifyVpcEndpointServicePermissions";
            return self.wire.ec2(key, action, &parameters).await.code();
        }
        let answer = self.permissions(Api::Rest, caller, &id).await;
        if let Some(code) = answer.code() {
            return Some(code);
        }
        let permissions = answer.list(("items", "allowedPrincipals"));
        let mut permissions = permissions.iter();
        let permission = permissions.find(|one| text(&one["principal"]) == principal.text())?;
        let permission = text(&permission["servicePermissionId"]);
        let path = format!("/v1/endpoint-services/{id}/permissions/{permission}");
        let answer = self.wire.rest(key, Method::DELETE, &path, None, None).await;
        answer.code()
    }

    async fn create_endpoint(&mut self, request: &CreateEndpoint) -> Outcome {
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
        let name = crate::line::endpoint(request.label);
        self.names.insert(id.clone(), name);
        self.endpoints.insert(request.label, id);
        Outcome::One(None)
    }

    async fn create_over_rest(&self, key: &str, request: &CreateEndpoint) -> Answer {
        let subnets = request.subnets.iter().map(|subnet| self.subnet_id(*subnet));
        let mut body = json!({
            "vpcId": self.vpc_id(request),
            "serviceName": self.service_name(request.service),
            "subnetIds": subnets.collect::<Vec<String>>(),
            "privateDnsEnabled": request.private_dns,
        });
        if request.gateway {
            body["vpcEndpointType"] = "Gateway".into();
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
            parameter("ServiceName", &self.service_name(request.service)),
        ];
        parameters.extend(list("SubnetId", &subnets.collect::<Vec<String>>()));
        if !request.gateway {
            parameters.push(parameter("VpcEndpointType", "Interface"));
        }
        if request.private_dns {
            parameters.push(parameter("PrivateDnsEnabled", "true"));
        }
        let token = request.token.map(|token| format!("ec2-{token}"));
        parameters.extend(token.map(|token| parameter("ClientToken", &token)));
        self.wire.ec2(key, "CreateVpcEndpoint", &parameters).await
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
    ) -> Option<String> {
        let (key, id) = (caller.number(), self.endpoint_id(endpoint));
        let ids = |subnets: &[Option<Subnet>]| -> Vec<String> {
            subnets.iter().map(|one| self.subnet_id(*one)).collect()
        };
        let answer = match subnets {
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
        };
        answer.code()
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

    async fn decide(&self, step: &Step) -> Outcome {
        let Step::Decide {
            api,
            caller,
            decision,
            service,
            endpoints,
        } = step
        else {
            unreachable!("no decision: {step:?}");
        };
        let (key, service) = (caller.number(), self.service_id(*service));
        let ids: Vec<String> = endpoints.iter().map(|one| self.endpoint_id(*one)).collect();
        let (verb, action) = match decision {
            Decision::Accept => ("accept", "AcceptVpcEndpointConnections"),
            Decision::Reject => ("reject", "RejectVpcEndpointConnections"),
        };
        match api {
            Api::Rest => {
                let mut codes = Vec::new();
                for id in &ids {
                    let path = format!("/v1/endpoint-services/{service}/connections/{id}/{verb}");
                    let answer = self.wire.rest(key, Method::POST, &path, None, None).await;
                    codes.push(answer.code());
                }
                Outcome::Each(codes)
            }
            Api::Ec2 => {
                let mut parameters = vec![parameter("ServiceId", &service)];
                parameters.extend(list("VpcEndpointId", &ids));
                unsuccessful(self.wire.ec2(key, action, &parameters).await, &ids)
            }
        }
    }
}

/// What an answer about several resources says about each.
fn unsuccessful(answer: Answer, ids: &[String]) -> Outcome {
    let code = answer.code();
    if code.is_some() {
        return Outcome::One(code);
    }
    let body = answer.done();
    let refused = items(&body["unsuccessful"]);
    let code_of = |id: &String| {
        let mut refused = refused.iter();
        let item = refused.find(|item| item["resourceId"] == Value::from(id.as_str()));
        item.map(|item| text(&item["error"]["code"]))
    };
    Outcome::Each(ids.iter().map(code_of).collect())
}

fn parameter(name: &str, value: &str) -> Parameter {
    (name.to_owned(), value.to_owned())
}

fn list(name: &str, values: &[String]) -> Vec<Parameter> {
    let values = values.iter().enumerate();
    values
        .map(|(index, value)| (format!("{name}.{}", index + 1), value.clone()))
        .collect()
}
