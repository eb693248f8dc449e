//! Private names of services and who pays, as requests.

use reqwest::Method;
use serde_json::json;

use crate::cast::{Account, Domain};
use crate::step::{Api, Label, Step};

use super::System;
use super::request::parameter;
use super::wire::{Answer, text};

impl System {
    pub(super) async fn name_or_pay(&self, step: &Step) -> Option<String> {
        match step {
            Step::NameService {
                api,
                caller,
                service,
                domain,
            } => {
                let id = self.service_id(*service);
                self.name_service(*api, *caller, &id, *domain).await.code()
            }
            Step::ProveName { service, publish } => {
                if let Some(label) = service {
                    self.prove_name(*label, *publish).await;
                }
                None
            }
            Step::VerifyName {
                api,
                caller,
                service,
            } => {
                let id = self.service_id(*service);
                let path = format!("/v1/endpoint-services/{id}/private-dns-verification");
                let action = "StartVpcEndpointServicePrivateDnsVerification";
                let parameters = [parameter("ServiceId", &id)];
                let key = caller.number();
                let answer = self.either(*api, key, Method::POST, &path, action, &parameters);
                answer.await.code()
            }
            Step::PayForEndpoints {
                api,
                caller,
                service,
            } => self
                .pay(*api, *caller, &self.service_id(*service))
                .await
                .code(),
            other => unreachable!("neither a name nor a payment: {other:?}"),
        }
    }

    async fn name_service(
        &self,
        api: Api,
        caller: Account,
        id: &str,
        domain: Option<Domain>,
    ) -> Answer {
        let (key, name) = (caller.number(), domain.map_or("", Domain::name));
        match api {
            Api::Rest => {
                let body = Some(json!({"privateDnsName": name}));
                let path = format!("/v1/endpoint-services/{id}");
                self.wire.rest(key, Method::PATCH, &path, body, None).await
            }
            Api::Ec2 => {
                let change = match domain {
                    Some(_) => parameter("PrivateDnsName", name),
                    None => parameter("RemovePrivateDnsName", "true"),
                };
                let parameters = [parameter("ServiceId", id), change];
                let action = "ModifyVpcEndpointServiceConfiguration";
                self.wire.ec2(key, action, &parameters).await
            }
        }
    }

    /// Publishes the record that proves the service's name, or withdraws it; nothing if there is no service or name.
    async fn prove_name(&self, label: Label, publish: bool) {
        let (Some(id), Some(owner)) = (self.services.get(&label), self.owners.get(&label)) else {
            return;
        };
        let key = owner.number();
        let path = format!("/v1/endpoint-services/{id}");
        let answer = self.wire.rest(key, Method::GET, &path, None, None).await;
        if answer.code().is_some() {
            return;
        }
        let service = answer.done();
        let proof = &service["privateDnsNameConfiguration"];
        if proof.is_null() {
            return;
        }
        let (host, domain) = (text(&proof["name"]), text(&service["privateDnsName"]));
        let name = format!("{host}.{domain}");
        if publish {
            let body = json!({"name": name, "type": "TXT", "values": [text(&proof["value"])]});
            let path = "/v1/dns-records";
            let answer = self.wire.rest(key, Method::PUT, path, Some(body), None);
            answer.await.done();
        } else {
            let path = format!("/v1/dns-records/TXT/{name}");
            // It may never have been there.
            let answer = self.wire.rest(key, Method::DELETE, &path, None, None).await;
            assert!(matches!(answer.status, 204 | 404), "{answer}");
        }
    }

    async fn pay(&self, api: Api, caller: Account, id: &str) -> Answer {
        let key = caller.number();
        match api {
            Api::Rest => {
                let body = Some(json!({"payerResponsibility": "ServiceOwner"}));
                let path = format!("/v1/endpoint-services/{id}/payer-responsibility");
                self.wire.rest(key, Method::PUT, &path, body, None).await
            }
            Api::Ec2 => {
                let parameters = [
                    parameter("ServiceId", id),
                    parameter("PayerResponsibility", "ServiceOwner"),
                ];
                let action = "ModifyVpcEndpointServicePayerResponsibility";
                self.wire.ec2(key, action, &parameters).await
            }
        }
    }
}
