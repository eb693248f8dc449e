//! The IPv4 networks that a VPC can get beside its first one.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::id::VpcCidrAssociationId;
use super::vpc;

/// A network of a VPC beside its first one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ipv4Association {
    /// Identifier of the network's association with the VPC.
    pub association_id: VpcCidrAssociationId,
    /// The network.
    pub cidr_block: Ipv4Net,
}

const fn network(first: [u8; 4], prefix: u8) -> Ipv4Net {
    let [a, b, c, d] = first;
    Ipv4Net::new_assert(std::net::Ipv4Addr::new(a, b, c, d), prefix)
}

/// The ranges that AWS keeps apart: a VPC has networks of one of them at the most, that of its first network.
const APART: [Ipv4Net; 4] = [
    network([10, 0, 0, 0], 8),
    network([172, 16, 0, 0], 12),
    network([192, 168, 0, 0], 16),
    network([198, 19, 0, 0], 16),
];
/// AWS's own services use it.
const KEPT: Ipv4Net = network([172, 31, 0, 0], 16);
/// A VPC with anything of the first cannot get anything of the second.
const LOWEST: (Ipv4Net, Ipv4Net) = (network([10, 0, 0, 0], 15), network([10, 0, 0, 0], 16));

/// Whether a VPC with the network `first` and the networks `others` can also have `cidr`, where its route tables lead to the
/// networks `routed`.
pub fn check_secondary(
    first: Ipv4Net,
    others: &[Ipv4Net],
    cidr: Ipv4Net,
    routed: impl IntoIterator<Item = Ipv4Net>,
) -> Result<()> {
    vpc::check_cidr(cidr)?;
    let mut present = others.iter().chain([&first]);
    if let Some(other) = present.find(|other| overlap(**other, cidr)) {
        return Err(out_of_range(format!(
            "The CIDR '{cidr}' conflicts with the CIDR '{other}' of the VPC"
        )));
    }
    let range = |of: Ipv4Net| APART.iter().find(|range| range.contains(&of));
    let foreign = range(cidr).is_some_and(|range| !range.contains(&first));
    let mut present = others.iter().chain([&first]);
    let lowest = LOWEST.1.contains(&cidr) && present.any(|other| LOWEST.0.contains(other));
    if foreign || lowest || KEPT.contains(&cidr) {
        return Err(out_of_range(format!(
            "The CIDR '{cidr}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or \
             use a publicly-routable CIDR. For additional restrictions, see \
             https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
        )));
    }
    if let Some(destination) = routed.into_iter().find(|routed| cidr.contains(routed)) {
        return Err(out_of_range(format!(
            "The CIDR '{cidr}' is not smaller than '{destination}', the destination of a route of the VPC"
        )));
    }
    Ok(())
}

fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

fn out_of_range(message: String) -> Error {
    Error::new(Code::InvalidVpcRange, message).about("CidrBlock")
}

#[cfg(test)]
mod tests {
    use super::check_secondary;

    #[test]
    fn the_rules_of_aws() {
        let fits = |present: &[&str], cidr: &str, routed: &[&str]| {
            let present: Vec<ipnet::Ipv4Net> =
                present.iter().map(|text| text.parse().unwrap()).collect();
            let routed = routed.iter().map(|text| text.parse().unwrap());
            check_secondary(present[0], &present[1..], cidr.parse().unwrap(), routed).is_ok()
        };
        for (present, cidr, expected) in [
            (&["10.0.0.0/16"][..], "10.1.0.0/16", true),
            (&["10.0.0.0/24"], "10.0.1.0/24", false),
            (&["10.1.0.0/16"], "10.0.0.0/16", false),
            (&["10.2.0.0/16"], "10.0.0.0/16", true),
            (&["10.2.0.0/16", "10.1.0.0/16"], "10.0.0.0/16", false),
            (&["10.0.0.0/16"], "10.0.128.0/17", false),
            (&["10.2.0.0/24"], "10.2.0.0/16", false),
            (&["10.0.0.0/16"], "172.16.0.0/16", false),
            (&["10.0.0.0/16"], "192.168.0.0/16", false),
            (&["10.0.0.0/16"], "198.19.0.0/16", false),
            (&["10.0.0.0/16"], "198.18.0.0/16", true),
            (&["10.0.0.0/16"], "100.64.0.0/16", true),
            (&["10.0.0.0/16"], "52.1.0.0/16", true),
            (&["10.0.0.0/16", "52.1.0.0/16"], "10.2.0.0/16", true),
            (&["10.0.0.0/16"], "10.2.0.0/15", false),
            (&["10.0.0.0/16"], "10.2.0.0/29", false),
            (&["172.16.0.0/16"], "172.17.0.0/16", true),
            (&["172.16.0.0/16"], "172.31.0.0/16", false),
            (&["172.31.0.0/16"], "172.30.0.0/16", true),
            (&["192.168.0.0/24"], "192.168.1.0/24", true),
            (&["100.64.0.0/16"], "10.0.0.0/16", false),
            (&["100.64.0.0/16"], "100.65.0.0/16", true),
        ] {
            assert_eq!(fits(present, cidr, &[]), expected, "{present:?} {cidr}");
        }
        for (routed, expected) in [
            ("10.2.0.0/16", false),
            ("10.2.1.0/24", false),
            ("10.0.0.0/8", true),
            ("0.0.0.0/0", true),
        ] {
            assert_eq!(fits(&["10.0.0.0/16"], "10.2.0.0/16", &[routed]), expected);
        }
    }
}
