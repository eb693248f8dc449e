//! What consumer and provider do to a connection, over either API, so that one story tells both.

use serde_json::{Value, json};

use super::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

/// Which API a story is told over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Rest,
    Ec2,
}

/// Makes a test over REST and a test over EC2 of each story.
macro_rules! over_both_apis {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[tokio::test]
            async fn over_rest() {
                super::$story($crate::support::parties::Api::Rest).await;
            }

            #[tokio::test]
            async fn over_ec2() {
                super::$story($crate::support::parties::Api::Ec2).await;
            }
        }
    )+};
}
pub(crate) use over_both_apis;

/// An endpoint on its way through the states, and the two who may move it.
pub(crate) struct Story<'w> {
    world: &'w World,
    api: Api,
    pub(crate) publication: Publication,
    pub(crate) consumer: Network,
    pub(crate) endpoint_id: String,
    told: String,
}

impl<'w> Story<'w> {
    /// The consumer asks for a connection to a service made with these members.
    pub(crate) async fn begin(world: &'w World, api: Api, members: Value) -> Self {
        let publication = world.publish_with(members).await;
        let consumer = world.consume().await;
        let mut story = Self {
            world,
            api,
            publication,
            consumer,
            endpoint_id: String::new(),
            told: String::new(),
        };
        story.endpoint_id = story.create().await.expect("the endpoint is created");
        story.tell("create", "").await;
        story
    }

    /// One more endpoint of the consumer's, without subnets.
    pub(crate) async fn create(&self) -> Result<String, String> {
        let (vpc_id, service_name) = (&self.consumer.vpc_id, &self.publication.service_name);
        match self.api {
            Api::Rest => {
                let body = json!({"vpcId": vpc_id, "serviceName": service_name});
                let reply = self.world.rest(CONSUMER).post("/v1/endpoints", body).await;
                match reply.status {
                    201 => Ok(text(&reply.body["vpcEndpointId"])),
                    _ => Err(text(&reply.body["code"])),
                }
            }
            Api::Ec2 => {
                let parameters = [
                    ("VpcEndpointType", "Interface"),
                    ("VpcId", vpc_id),
                    ("ServiceName", service_name),
                ];
                let ec2 = self.world.ec2(CONSUMER);
                let reply = ec2.call("CreateVpcEndpoint", &parameters).await;
                match reply.status {
                    200 => Ok(reply.one("vpcEndpointId")),
                    _ => Err(reply.one("Code")),
                }
            }
        }
    }

    pub(crate) async fn accept(&mut self) {
        self.decide("accept", "AcceptVpcEndpointConnections").await;
    }

    pub(crate) async fn reject(&mut self) {
        self.decide("reject", "RejectVpcEndpointConnections").await;
    }

    async fn decide(&mut self, verb: &str, action: &str) {
        let (service_id, endpoint_id) = (&self.publication.service_id, &self.endpoint_id);
        let outcome = match self.api {
            Api::Rest => {
                let path =
                    format!("/v1/endpoint-services/{service_id}/connections/{endpoint_id}/{verb}");
                let rest = self.world.rest(PROVIDER);
                let reply = rest.send(rest.request(reqwest::Method::POST, &path)).await;
                text_or_empty(&reply.body["code"])
            }
            Api::Ec2 => {
                let parameters = [
                    ("ServiceId", &**service_id),
                    ("VpcEndpointId.1", endpoint_id),
                ];
                let reply = self.world.ec2(PROVIDER).call(action, &parameters).await;
                [reply.all("Code"), reply.all("code")].concat().concat()
            }
        };
        self.tell(verb, &outcome).await;
    }

    pub(crate) async fn modify(&mut self) {
        let outcome = match self.api {
            Api::Rest => {
                let path = format!("/v1/endpoints/{}", self.endpoint_id);
                let body = json!({"policyDocument": null});
                let reply = self.world.rest(CONSUMER).patch(&path, body).await;
                text_or_empty(&reply.body["code"])
            }
            Api::Ec2 => {
                let parameters = [
                    ("VpcEndpointId", &*self.endpoint_id),
                    ("ResetPolicy", "true"),
                ];
                let ec2 = self.world.ec2(CONSUMER);
                let reply = ec2.call("ModifyVpcEndpoint", &parameters).await;
                reply.all("Code").concat()
            }
        };
        self.tell("modify", &outcome).await;
    }

    pub(crate) async fn delete(&mut self) {
        let outcome = match self.api {
            Api::Rest => {
                let path = format!("/v1/endpoints/{}", self.endpoint_id);
                let reply = self.world.rest(CONSUMER).delete(&path).await;
                text_or_empty(&reply.body["code"])
            }
            Api::Ec2 => {
                let parameters = [("VpcEndpointId.1", &*self.endpoint_id)];
                let ec2 = self.world.ec2(CONSUMER);
                let reply = ec2.call("DeleteVpcEndpoints", &parameters).await;
                reply.all("code").concat()
            }
        };
        self.tell("delete", &outcome).await;
    }

    /// The provider deletes its service.
    pub(crate) async fn delete_service(&mut self) {
        let service_id = &self.publication.service_id;
        let outcome = match self.api {
            Api::Rest => {
                let path = format!("/v1/endpoint-services/{service_id}");
                let reply = self.world.rest(PROVIDER).delete(&path).await;
                text_or_empty(&reply.body["code"])
            }
            Api::Ec2 => {
                let parameters = [("ServiceId.1", &**service_id)];
                let ec2 = self.world.ec2(PROVIDER);
                let action = "DeleteVpcEndpointServiceConfigurations";
                ec2.call(action, &parameters).await.all("code").concat()
            }
        };
        self.tell("delete service", &outcome).await;
    }

    /// Lets time pass.
    pub(crate) async fn pass(&mut self, seconds: i64) {
        self.world.pass(seconds).await;
        self.tell(&format!("{seconds} s"), "").await;
    }

    /// Writes down what was done, what both see now, and the code if it was refused.
    pub(crate) async fn tell(&mut self, what: &str, refusal: &str) {
        let consumer = self.consumer_sees().await;
        let provider = self.provider_sees().await;
        let line = format!("{what:<26}{consumer:<20}{provider:<20}{refusal}");
        self.told += &format!(
            "{}
",
            line.trim_end()
        );
    }

    /// Everything done and seen: step, the consumer's view, the provider's, the code of a refusal.
    pub(crate) fn told(&self) -> String {
        self.told.trim_end().to_owned()
    }

    async fn consumer_sees(&self) -> String {
        match self.api {
            Api::Rest => self.world.state(&self.endpoint_id).await,
            Api::Ec2 => {
                let parameters = [("VpcEndpointId.1", &*self.endpoint_id)];
                let ec2 = self.world.ec2(CONSUMER);
                let reply = ec2.call("DescribeVpcEndpoints", &parameters).await;
                let state = reply.all("state").concat();
                if state.is_empty() {
                    "gone".to_owned()
                } else {
                    state
                }
            }
        }
    }

    async fn provider_sees(&self) -> String {
        let (service_id, endpoint_id) = (&self.publication.service_id, &self.endpoint_id);
        match self.api {
            Api::Rest => {
                let path = format!("/v1/endpoint-services/{service_id}/connections/{endpoint_id}");
                let reply = self.world.rest(PROVIDER).get(&path).await;
                match (reply.status, &reply.body["code"]) {
                    (200, _) => text(&reply.body["vpcEndpointState"]),
                    (_, code) if code == "InvalidVpcEndpointId.NotFound" => "gone".to_owned(),
                    (_, code) if code == "InvalidVpcEndpointServiceId.NotFound" => {
                        "no such service".to_owned()
                    }
                    _ => panic!("{reply}"),
                }
            }
            Api::Ec2 => {
                let parameters = [
                    ("Filter.1.Name", "vpc-endpoint-id"),
                    ("Filter.1.Value.1", endpoint_id),
                ];
                let ec2 = self.world.ec2(PROVIDER);
                let reply = ec2.ok("DescribeVpcEndpointConnections", &parameters).await;
                let state = reply.all("vpcEndpointState").concat();
                if state.is_empty() {
                    "gone".to_owned()
                } else {
                    state
                }
            }
        }
    }
}

fn text_or_empty(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
