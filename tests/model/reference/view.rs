//! What everybody must see.

use crate::cast::{Account, Caller, Place, Subnet};
use crate::line::{self, ConnectionLine, EndpointLine, ServiceLine};

use super::{Endpoint, Life, Service, World};

impl World {
    /// Everything that the account has: endpoints, interfaces, subnets, services and connections to them.
    pub(crate) fn seen_by(&self, account: Account) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            if endpoint.owner == account {
                lines.extend(self.endpoint_line(index));
                lines.extend(
                    endpoint.subnets.iter().map(|subnet| {
                        line::interface(&line::endpoint(index), &format!("{subnet:?}"))
                    }),
                );
            }
            lines.extend(
                self.connection_line(index)
                    .filter(|_| self.services[endpoint.service].owner == account),
            );
        }
        for (index, service) in self.services.iter().enumerate() {
            if service.exists && service.owner == account {
                lines.push(self.service_line(index, service));
            }
        }
        lines.extend(Place::ALL.map(|place| {
            let subnet = Subnet { account, place };
            let free = self.free_addresses(subnet).to_string();
            line::subnet(&format!("{subnet:?}"), &free)
        }));
        lines
    }

    /// The services that the caller may connect to.
    pub(crate) fn available_to(&self, caller: Caller) -> Vec<String> {
        let services = self.services.iter().enumerate();
        services
            .filter(|(_, service)| self.sees(caller, service))
            .map(|(index, service)| {
                ServiceLine {
                    service: line::service(index),
                    acceptance: service.acceptance,
                    zones: self.zone_names(index),
                    more: vec![line::account(service.owner)],
                }
                .show("available")
            })
            .collect()
    }

    /// Who owns the endpoint, and who its service.
    pub(crate) fn parties(&self, endpoint: usize) -> (Account, Account) {
        let endpoint = &self.endpoints[endpoint];
        (endpoint.owner, self.services[endpoint.service].owner)
    }

    /// The endpoint's state.
    pub(crate) fn state(&self, endpoint: usize) -> &'static str {
        self.endpoints[endpoint].life.word()
    }

    /// The endpoint as its owner sees it, if it exists.
    pub(crate) fn endpoint_line(&self, index: usize) -> Option<String> {
        let endpoint = self.existing(index)?;
        let line = EndpointLine {
            endpoint: line::endpoint(index),
            owner: line::account(endpoint.owner),
            vpc: format!("{:?}", endpoint.vpc),
            service: line::service(endpoint.service),
            state: endpoint.life.word().to_owned(),
            subnets: endpoint
                .subnets
                .iter()
                .map(|subnet| format!("{subnet:?}"))
                .collect(),
            interfaces: endpoint.subnets.len(),
            names: names(endpoint),
            created: i64::from(endpoint.created),
            tags: endpoint
                .tag
                .iter()
                .map(|value| format!("step={value}"))
                .collect(),
        };
        Some(line.show())
    }

    /// The endpoint as the provider of its service sees it, if it exists.
    pub(crate) fn connection_line(&self, index: usize) -> Option<String> {
        let endpoint = self.existing(index)?;
        let service = &self.services[endpoint.service];
        let line = ConnectionLine {
            endpoint: line::endpoint(index),
            owner: line::account(endpoint.owner),
            service: line::service(endpoint.service),
            state: endpoint.life.word().to_owned(),
            names: names(endpoint),
            created: i64::from(endpoint.created),
            balancers: service
                .balancers
                .iter()
                .map(|balancer| format!("{balancer:?}"))
                .collect(),
        };
        Some(line.show())
    }

    fn existing(&self, index: usize) -> Option<&Endpoint> {
        let endpoint = self.endpoints.get(index);
        endpoint.filter(|endpoint| endpoint.life != Life::Gone)
    }

    fn service_line(&self, index: usize, service: &Service) -> String {
        let balancers = service.balancers.iter();
        let balancers = balancers.map(|balancer| format!("{balancer:?}"));
        let principals = service.principals.iter().map(|principal| principal.text());
        ServiceLine {
            service: line::service(index),
            acceptance: service.acceptance,
            zones: self.zone_names(index),
            more: balancers.chain(principals).collect(),
        }
        .show("own")
    }

    fn zone_names(&self, service: usize) -> Vec<String> {
        let zones = self.zones(service).into_iter();
        zones.map(|zone| zone.name().to_owned()).collect()
    }
}

/// How many names lead to an endpoint: one of its own and one for each zone, or none without any zone.
fn names(endpoint: &Endpoint) -> usize {
    match endpoint.subnets.len() {
        0 => 0,
        zones => zones + 1,
    }
}
