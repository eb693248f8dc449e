//! Looks at single things, and attempts that must fail, as requests.

use reqwest::Method;

use crate::cast::Account;
use crate::step::{Api, Label, Step};

use super::System;
use super::request::parameter;
use super::wire::{Answer, text};

impl System {
    /// Shows one thing.
    pub(super) async fn look(&self, step: &Step) -> Answer {
        match step {
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
            other => self.undermine(other).await,
        }
    }

    /// Tries to take away what something else stands on.
    async fn undermine(&self, step: &Step) -> Answer {
        match step {
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
            Step::DeleteRoute { table, service } => {
                let parameters = [
                    parameter("RouteTableId", &self.stage.tables[table]),
                    parameter("DestinationPrefixListId", &self.stage.prefix_lists[service]),
                ];
                let key = table.vpc.account.number();
                self.wire.ec2(key, "DeleteRoute", &parameters).await
            }
            Step::DeleteInterface { endpoint } => {
                let (key, interface) = self.interface_of(*endpoint).await;
                let parameters = [parameter("NetworkInterfaceId", &interface)];
                let action = "DeleteNetworkInterface";
                self.wire.ec2(&key, action, &parameters).await
            }
            other => unreachable!("a step of its own: {other:?}"),
        }
    }

    /// Whose the endpoint is, and one of its interfaces.
    async fn interface_of(&self, endpoint: Label) -> (String, String) {
        let id = &self.endpoints[&endpoint];
        for account in Account::ALL {
            let answer = self.describe_endpoint(Api::Rest, account, id).await;
            if answer.code().is_none() {
                let interfaces = &answer.done()["networkInterfaceIds"];
                return (account.number().to_owned(), text(&interfaces[0]));
            }
        }
        panic!("nobody has the endpoint {endpoint}");
    }
}
