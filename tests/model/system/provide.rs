//! What providers do, as requests.

use reqwest::Method;
use serde_json::json;

use crate::cast::{Account, Balancer, Principal};
use crate::line;
use crate::step::{Api, Change, Decision, Reference, Step};

use super::request::{list, parameter, unsuccessful};
use super::wire::{Answer, text};
use super::{Outcome, System};

impl System {
    pub(super) async fn change_service(&self, step: &Step) -> Option<String> {
        match step {
            Step::ModifyService {
                caller,
                service,
                acceptance,
                balancers,
            } => {
                let answer = self.modify_service(*caller, *service, *acceptance, balancers);
                answer.await.code()
            }
            Step::Permit {
                api,
                caller,
                service,
                principal,
            } => self.permit(*api, *caller, *service, *principal).await,
            Step::Forbid {
                api,
                caller,
                service,
                principal,
            } => self.forbid(*api, *caller, *service, *principal).await,
            other => unreachable!("no change of a service: {other:?}"),
        }
    }

    pub(super) async fn create_service(&mut self, step: &Step) -> Outcome {
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
            self.names.insert(id.clone(), line::service(*label));
            self.services.insert(*label, id);
            self.owners.insert(*label, *caller);
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

    pub(super) async fn delete_services(
        &self,
        api: Api,
        caller: Account,
        services: &[Reference],
    ) -> Outcome {
        let services = services.iter().map(|one| self.service_id(*one));
        let ids: Vec<String> = services.collect();
        let path = "/v1/endpoint-services";
        let action = "DeleteVpcEndpointServiceConfigurations";
        self.delete_each(api, caller, path, action, "ServiceId", &ids)
            .await
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

    pub(super) async fn decide(&self, step: &Step) -> Outcome {
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
