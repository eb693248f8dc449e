//! Steps as requests.

use reqwest::Method;

use crate::cast::{Account, Subnet};
use crate::step::{Api, Reference, Step};

use super::wire::{Answer, Parameter, items, text};
use super::{Outcome, System};

/// The end of an id that nothing has.
pub(super) const UNKNOWN: &str = "0123456789abcdef0";

impl System {
    /// Carries out a step.
    pub(super) async fn request(&mut self, step: &Step) -> Outcome {
        match step {
            Step::CreateService { .. } => self.create_service(step).await,
            Step::CreateEndpoint(request) => self.create_endpoint(request).await,
            Step::DeleteServices {
                api,
                caller,
                services,
            } => self.delete_services(*api, *caller, services).await,
            Step::DeleteEndpoints {
                api,
                caller,
                endpoints,
            } => self.delete_endpoints(*api, *caller, endpoints).await,
            Step::Decide { .. } => self.decide(step).await,
            Step::Advance { seconds, walk } => {
                if *walk {
                    self.walk(*seconds).await;
                } else {
                    self.advance(*seconds).await;
                }
                Outcome::One(None)
            }
            Step::Restart { seconds } => {
                self.restart(*seconds).await;
                Outcome::One(None)
            }
            Step::ModifyService { .. } | Step::Permit { .. } | Step::Forbid { .. } => {
                Outcome::One(self.change_service(step).await)
            }
            Step::ModifyEndpoint { .. }
            | Step::ModifyRoutes { .. }
            | Step::SwitchPrivateDns { .. }
            | Step::TagEndpoint { .. } => Outcome::One(self.change_endpoint(step).await.code()),
            Step::NameService { .. }
            | Step::ProveName { .. }
            | Step::VerifyName { .. }
            | Step::PayForEndpoints { .. } => Outcome::One(self.name_or_pay(step).await),
            other => Outcome::One(self.look(other).await.code()),
        }
    }

    /// A request without a body over REST, or the same over EC2.
    pub(super) async fn either(
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

    pub(super) fn service_name(&self, reference: Reference) -> String {
        format!(
            "com.amazonaws.vpce.us-east-1.{}",
            self.service_id(reference)
        )
    }

    pub(super) fn endpoint_id(&self, reference: Reference) -> String {
        let id = reference.and_then(|label| self.endpoints.get(&label));
        id.cloned().unwrap_or_else(|| format!("vpce-{UNKNOWN}"))
    }

    pub(super) fn subnet_id(&self, subnet: Option<Subnet>) -> String {
        match subnet {
            Some(subnet) => self.stage.subnets[&subnet].clone(),
            None => format!("subnet-{UNKNOWN}"),
        }
    }

    pub(super) async fn delete_each(
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
}

/// What an answer about several resources says about each.
pub(super) fn unsuccessful(answer: Answer, ids: &[String]) -> Outcome {
    let code = answer.code();
    if code.is_some() {
        return Outcome::One(code);
    }
    let body = answer.done();
    let refused = items(&body["unsuccessful"]);
    let code_of = |id: &String| {
        let mut refused = refused.iter();
        let item = refused.find(|item| item["resourceId"] == id.as_str());
        item.map(|item| text(&item["error"]["code"]))
    };
    Outcome::Each(ids.iter().map(code_of).collect())
}

pub(super) fn parameter(name: &str, value: &str) -> Parameter {
    (name.to_owned(), value.to_owned())
}

pub(super) fn list(name: &str, values: &[String]) -> Vec<Parameter> {
    let values = values.iter().enumerate();
    values
        .map(|(index, value)| (format!("{name}.{}", index + 1), value.clone()))
        .collect()
}
