//! The IPv6 prefixes from which network load balancers speak to their targets, one in each subnet.

use ipnet::Ipv6Net;

use super::context::Session;
use super::load_balancer_place::configuration;
use crate::domain::error::{Error, Result};
use crate::domain::id::{Id, SubnetId};
use crate::domain::limit;
use crate::domain::load_balancer::{LoadBalancer, LoadBalancerZone};
use crate::domain::source_nat_prefix::{PrefixWish, draw};
use crate::domain::subnet::Subnet;
use crate::store::Stored;

/// Gives each of the load balancer's zones a prefix, or takes them all away, as it now is. It itself is not written yet.
pub(super) async fn assign(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    wishes: &[(SubnetId, Option<PrefixWish>)],
) -> Result<()> {
    if !load_balancer.uses_source_nat_prefixes {
        for zone in &mut load_balancer.zones {
            zone.source_nat_ipv6_prefix = None;
        }
        return Ok(());
    }
    let vpc_id = load_balancer.vpc_id.as_str();
    let mut taken = session
        .tx
        .source_nat_prefixes(vpc_id, &load_balancer.arn)
        .await?;
    let ids: Vec<&str> = load_balancer
        .zones
        .iter()
        .map(|zone| zone.subnet_id.as_str())
        .collect();
    let subnets: Vec<Stored<Subnet>> = session.tx.get_many(&load_balancer.scope, &ids).await?;
    for zone in &mut load_balancer.zones {
        let wish = wishes
            .iter()
            .find(|(subnet_id, _)| *subnet_id == zone.subnet_id)
            .and_then(|(_, wish)| *wish);
        let prefix = prefix(session, zone, wish, &subnets, &taken)?;
        taken.push(prefix);
        zone.source_nat_ipv6_prefix = Some(prefix);
    }
    Ok(())
}

/// The prefix that a zone is to have. One that it has stays.
fn prefix(
    session: &Session,
    zone: &LoadBalancerZone,
    wish: Option<PrefixWish>,
    subnets: &[Stored<Subnet>],
    taken: &[Ipv6Net],
) -> Result<Ipv6Net> {
    match (zone.source_nat_ipv6_prefix, wish) {
        (Some(present), Some(PrefixWish::Chosen(wish))) if wish != present => Err(configuration(
            "SubnetMappings",
            format!(
                "The addresses in the subnet '{}' cannot be changed",
                zone.subnet_id
            ),
        )),
        (Some(present), _) => Ok(present),
        (None, Some(PrefixWish::Chosen(wish))) if taken.contains(&wish) => Err(configuration(
            "SubnetMappings",
            format!("The source NAT IPv6 prefix '{wish}' is in use"),
        )),
        (None, Some(PrefixWish::Chosen(wish))) => Ok(wish),
        (None, Some(PrefixWish::Any) | None) => {
            let network = subnets
                .iter()
                .find(|subnet| subnet.id == zone.subnet_id)
                .and_then(|subnet| subnet.ipv6_cidr_block.as_ref())
                .ok_or_else(|| Error::internal("a subnet of a load balancer has no IPv6 network"))?
                .cidr_block;
            (0..limit::IPV6_DRAWS)
                .map(|_| draw(&*session.entropy, network))
                .find(|prefix| !taken.contains(prefix))
                .ok_or_else(|| Error::internal("no free IPv6 prefix was drawn"))
        }
    }
}
