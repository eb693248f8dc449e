//! What everybody must see.

use crate::cast::{Account, Caller, Domain, Place, Subnet};
use crate::line::{self, ConnectionLine, EndpointLine, ServiceLine};

use crate::step::Label;

use super::{Endpoint, Life, Service, Target, World};

impl World {
    /// Everything that the account has: endpoints, interfaces, subnets, services and connections to them.
    pub(crate) fn seen_by(&self, account: Account) -> Vec<String> {
        let mut lines = Vec::new();
        for (label, endpoint) in &self.endpoints {
            if endpoint.owner == account {
                lines.extend(self.endpoint_line(*label));
                lines.extend(routes(*label, endpoint));
                lines.extend(endpoint.subnets.iter().map(|subnet| {
                    line::interface(&line::endpoint(*label), &format!("{subnet:?}"))
                }));
            }
            lines.extend(
                self.connection_line(*label)
                    .filter(|_| self.provider(endpoint) == Some(account)),
            );
        }
        for (label, service) in &self.services {
            if service.exists && service.owner == account {
                lines.push(self.service_line(*label, service));
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
        let services = self.services.iter();
        services
            .filter(|(_, service)| service.is_seen_by(caller))
            .map(|(label, service)| {
                ServiceLine {
                    service: line::service(*label),
                    acceptance: service.acceptance,
                    zones: self.zone_names(*label),
                    private_name: private_name(service),
                    pays: service.pays,
                    more: vec![line::account(service.owner)],
                }
                .show("available")
            })
            .collect()
    }

    /// Who owns the endpoint, and who its service.
    pub(crate) fn parties(&self, endpoint: Label) -> (Account, Option<Account>) {
        let endpoint = &self.endpoints[&endpoint];
        (endpoint.owner, self.provider(endpoint))
    }

    /// Who decides about the endpoint's connection, if it is not AWS.
    fn provider(&self, endpoint: &Endpoint) -> Option<Account> {
        match endpoint.target {
            Target::Customers(service) => Some(self.services[&service].owner),
            Target::Aws(_) => None,
        }
    }

    /// The endpoint's state.
    pub(crate) fn state(&self, endpoint: Label) -> &'static str {
        self.endpoints[&endpoint].life.word()
    }

    /// The endpoint as its owner sees it, if it exists.
    pub(crate) fn endpoint_line(&self, label: Label) -> Option<String> {
        let endpoint = self.existing(label)?;
        let line = EndpointLine {
            endpoint: line::endpoint(label),
            owner: line::account(endpoint.owner),
            vpc: format!("{:?}", endpoint.vpc),
            service: match endpoint.target {
                Target::Customers(service) => line::service(service),
                Target::Aws(service) => format!("{service:?}"),
            },
            state: endpoint.life.word().to_owned(),
            tables: endpoint
                .tables
                .iter()
                .map(|table| format!("{table:?}"))
                .collect(),
            private_dns: endpoint.domain.is_some(),
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
    pub(crate) fn connection_line(&self, label: Label) -> Option<String> {
        let endpoint = self.existing(label)?;
        let Target::Customers(target) = endpoint.target else {
            return None;
        };
        let service = &self.services[&target];
        let line = ConnectionLine {
            endpoint: line::endpoint(label),
            owner: line::account(endpoint.owner),
            service: line::service(target),
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

    fn existing(&self, label: Label) -> Option<&Endpoint> {
        let endpoint = self.endpoints.get(&label);
        endpoint.filter(|endpoint| endpoint.life != Life::Gone)
    }

    fn service_line(&self, label: Label, service: &Service) -> String {
        let balancers = service.balancers.iter();
        let balancers = balancers.map(|balancer| format!("{balancer:?}"));
        let principals = service.principals.iter().map(|principal| principal.text());
        ServiceLine {
            service: line::service(label),
            acceptance: service.acceptance,
            zones: self.zone_names(label),
            private_name: private_name(service),
            pays: service.pays,
            more: balancers.chain(principals).collect(),
        }
        .show("own")
    }

    fn zone_names(&self, service: Label) -> Vec<String> {
        let zones = self.zones(service).into_iter();
        zones.map(|zone| zone.name().to_owned()).collect()
    }
}

fn private_name(service: &Service) -> Option<(String, String)> {
    let name = service.private_name?;
    let proof = name.proof.word();
    Some((name.domain.name().to_owned(), proof.to_owned()))
}

/// The routes that lead to a gateway endpoint.
fn routes(label: Label, endpoint: &Endpoint) -> Vec<String> {
    let Target::Aws(service) = endpoint.target else {
        return Vec::new();
    };
    let (endpoint_name, service) = (line::endpoint(label), format!("{service:?}"));
    let tables = endpoint.tables.iter();
    tables
        .map(|table| line::route(&format!("{table:?}"), &endpoint_name, &service))
        .collect()
}

/// How many names lead to an endpoint: one of its own, one for each zone, and the private ones; none without any zone.
fn names(endpoint: &Endpoint) -> usize {
    match endpoint.subnets.len() {
        0 => 0,
        zones => zones + 1 + endpoint.domain.map_or(0, Domain::names),
    }
}
