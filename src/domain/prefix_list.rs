//! Prefix lists: the networks of the services that gateway endpoints lead to, by region, read from `prefix_lists.txt`.

use std::sync::LazyLock;

use ipnet::IpNet;

use super::error::Result;
use super::filter::Filterable;
use super::id::{Id, PrefixListId};
use super::ip_address_type::IpAddressType;
use super::scope::RegionName;
use super::tag::Tag;

/// A prefix list of AWS's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    /// Identifier, unique in its region only.
    pub id: PrefixListId,
    /// The region.
    pub region: String,
    /// The service, e.g. `com.amazonaws.us-east-1.s3`.
    pub service_name: String,
    /// The list's own name: the service's, or for IPv6 `com.amazonaws.us-east-1.ipv6.s3`.
    pub name: String,
    /// Whether its networks are IPv6 ones.
    pub is_ipv6: bool,
    /// Its networks, of one family.
    pub cidr_blocks: Vec<IpNet>,
}

/// The owner that AWS's lists show.
pub const PREFIX_LIST_OWNER: &str = "AWS";

impl PrefixList {
    /// The ARN, in which the owner is `aws`.
    pub fn arn(&self) -> String {
        format!("arn:aws:ec2:{}:aws:prefix-list/{}", self.region, self.id)
    }
}

/// All lists, in order of region and id.
static PREFIX_LISTS: LazyLock<Vec<PrefixList>> = LazyLock::new(|| {
    let mut lists: Vec<PrefixList> = include_str!("prefix_lists.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| read(line).unwrap_or_else(|| panic!("prefix_lists.txt: {line}")))
        .collect();
    lists.sort_by(|left, right| (&left.region, &left.id).cmp(&(&right.region, &right.id)));
    lists
});

fn read(line: &str) -> Option<PrefixList> {
    let mut words = line.split(' ');
    let (region, service) = (words.next()?, words.next()?);
    let is_ipv6 = match words.next()? {
        "ipv4" => false,
        "ipv6" => true,
        _ => return None,
    };
    let id = PrefixListId::parse(words.next()?).ok()?;
    words
        .next()
        .filter(|source| matches!(*source, "aws" | "ours"))?;
    let family = if is_ipv6 { "ipv6." } else { "" };
    Some(PrefixList {
        id,
        region: region.to_owned(),
        service_name: format!("com.amazonaws.{region}.{service}"),
        name: format!("com.amazonaws.{region}.{family}{service}"),
        is_ipv6,
        cidr_blocks: words
            .map(str::parse)
            .collect::<std::result::Result<_, _>>()
            .ok()?,
    })
}

/// The lists of a region, in order of id.
pub fn in_region(region: &RegionName) -> &'static [PrefixList] {
    let lists: &'static [PrefixList] = &PREFIX_LISTS;
    let first = lists.partition_point(|list| list.region.as_str() < region.as_str());
    let length = lists[first..].partition_point(|list| list.region == region.as_str());
    &lists[first..first + length]
}

/// The list with this id in a region.
pub fn by_id(region: &RegionName, id: &str) -> Option<&'static PrefixList> {
    in_region(region).iter().find(|list| list.id.as_str() == id)
}

/// The list that a client names in a region.
pub fn find(region: &RegionName, text: &str) -> Result<&'static PrefixList> {
    let id = PrefixListId::parse(text)?;
    by_id(region, id.as_str()).ok_or_else(|| PrefixListId::not_found(id.as_str()))
}

/// The lists of a service in a region for these kinds of addresses, IPv4's first; none if no gateway leads to it.
pub fn of_service(
    region: &RegionName,
    service_name: &str,
    addresses: IpAddressType,
) -> Vec<&'static PrefixList> {
    let wanted = |list: &&PrefixList| {
        list.service_name == service_name
            && if list.is_ipv6 {
                addresses.has_ipv6()
            } else {
                addresses.has_ipv4()
            }
    };
    let mut lists: Vec<&PrefixList> = in_region(region).iter().filter(wanted).collect();
    lists.sort_by_key(|list| list.is_ipv6);
    lists
}

impl Filterable for &'static PrefixList {
    const FILTERS: &'static [&'static str] = &["owner-id", "prefix-list-id", "prefix-list-name"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "owner-id" => PREFIX_LIST_OWNER.to_owned(),
            "prefix-list-id" => self.id.to_string(),
            "prefix-list-name" => self.name.clone(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::{IpAddressType, by_id, in_region, of_service};
    use crate::domain::id::Id;
    use crate::domain::region::regions;
    use crate::domain::scope::RegionName;

    #[test]
    fn each_region_has_a_list_for_each_service_and_family() {
        for region in regions() {
            let name = RegionName::parse(region.name).unwrap();
            let lists = in_region(&name);
            assert!(lists.is_sorted_by(|a, b| a.id < b.id), "{name}");
            for service in ["dynamodb", "s3", "s3express"] {
                let service = format!("com.amazonaws.{name}.{service}");
                let of = |addresses| of_service(&name, &service, addresses);
                let (ipv4, ipv6) = (of(IpAddressType::Ipv4), of(IpAddressType::Ipv6));
                assert_eq!((ipv4.len(), ipv6.len()), (1, 1), "{service}");
                assert_eq!(of(IpAddressType::Dualstack), [ipv4[0], ipv6[0]]);
                for list in ipv4.into_iter().chain(ipv6) {
                    assert_eq!(by_id(&name, list.id.as_str()), Some(list));
                    assert!(!list.cidr_blocks.is_empty());
                    assert!(list.cidr_blocks.iter().all(|block| {
                        matches!(block, ipnet::IpNet::V6(_)) == list.is_ipv6
                            && block.trunc() == *block
                    }));
                }
            }
        }
    }

    #[test]
    fn ids_are_aws_own_where_they_are_known() {
        let tokyo = RegionName::parse("ap-northeast-1").unwrap();
        let service = "com.amazonaws.ap-northeast-1.s3";
        let lists = of_service(&tokyo, service, IpAddressType::Dualstack);
        assert_eq!(lists[0].id.as_str(), "pl-61a54008");
        assert_eq!(lists[1].name, "com.amazonaws.ap-northeast-1.ipv6.s3");
        let service = "com.amazonaws.ap-northeast-1.sqs";
        assert!(of_service(&tokyo, service, IpAddressType::Ipv4).is_empty());
    }
}
