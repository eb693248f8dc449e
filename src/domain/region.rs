//! The AWS regions that privlink knows: their availability zones, opt-in state and hosted zones.
//!
//! What is ours: the mapping from a zone's name to its id. AWS shuffled it per account in its oldest
//! regions; here every account sees the same one, names and ids both in rising order. Where AWS has
//! retired or restricted a zone (Tokyo's `apne1-az3`, Northern California's `usw1-az2`), the table
//! leaves it out, as an account of today sees it.
//!
//! China, the isolated regions and the European sovereign cloud are not here. Local and wavelength
//! zones neither: they take no endpoints.

use super::filter::Filterable;
use super::tag::Tag;

/// Whether an account must ask for a region before it may use it.
///
/// In the sandbox every account has asked, so AWS's third state, `not-opted-in`, never shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptIn {
    /// Enabled in every account.
    NotRequired,
    /// Disabled at first, enabled on request.
    OptedIn,
}

impl OptIn {
    /// AWS's spelling, as in `optInStatus` of `DescribeRegions`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotRequired => "opt-in-not-required",
            Self::OptedIn => "opted-in",
        }
    }
}

/// An availability zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The name that requests use: `us-east-1a`.
    pub name: &'static str,
    /// The id that means the same place for every account: `use1-az1`.
    pub id: &'static str,
}

/// The zones that endpoints to services of other regions cannot use.
const CLOSED_TO_OTHER_REGIONS: [&str; 5] = [
    "apne1-az3",
    "apne2-az2",
    "apne2-az4",
    "use1-az3",
    "usw1-az2",
];

/// Whether a zone, by its id, is one that endpoints to services of other regions cannot use.
pub fn is_closed_to_other_regions(zone_id: &str) -> bool {
    CLOSED_TO_OTHER_REGIONS.contains(&zone_id)
}

/// A region and what resources in it derive from it.
#[derive(Debug)]
pub struct RegionData {
    /// The region's code: `us-east-1`.
    pub name: &'static str,
    /// What people call it: `US East (N. Virginia)`.
    pub long_name: &'static str,
    /// The country that it is in.
    pub geography: &'static str,
    /// Whether accounts must ask for the region first.
    pub opt_in: OptIn,
    /// The zones, sorted by name and by id alike.
    pub zones: &'static [Zone],
    /// The hosted zone of endpoint names under `vpce.amazonaws.com`; `None` where it is not known.
    pub vpce_hosted_zone_id: Option<&'static str>,
    /// The hosted zone of network load balancers' names; `None` where it is not known.
    pub network_load_balancer_hosted_zone_id: Option<&'static str>,
}

impl RegionData {
    /// The zone of that name, if this region has it.
    pub fn zone_by_name(&self, name: &str) -> Option<&'static Zone> {
        self.zones.iter().find(|zone| zone.name == name)
    }

    /// The zone of that id, if this region has it.
    pub fn zone_by_id(&self, id: &str) -> Option<&'static Zone> {
        self.zones.iter().find(|zone| zone.id == id)
    }

    /// The host name of the EC2 API in the region.
    pub fn endpoint(&self) -> String {
        format!("ec2.{}.amazonaws.com", self.name)
    }

    /// The partition that the region's ARNs name: `aws`, or `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        if self.name.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        }
    }
}

/// An availability zone with its region, as lists show it.
#[derive(Clone, Copy, Debug)]
pub struct AvailabilityZone {
    /// The region.
    pub region: &'static RegionData,
    /// The zone.
    pub zone: &'static Zone,
}

impl AvailabilityZone {
    /// The state of every zone.
    pub const STATE: &str = "available";
    /// The type of every zone.
    pub const TYPE: &str = "availability-zone";

    /// The name of the group that all zones of the region are in.
    pub fn group_name(&self) -> String {
        format!("{}-zg-1", self.region.name)
    }

    /// What people call that group: `US East (N. Virginia) 1`.
    pub fn group_long_name(&self) -> String {
        format!("{} 1", self.region.long_name)
    }
}

impl Filterable for AvailabilityZone {
    const FILTERS: &'static [&'static str] = &[
        "group-long-name",
        "group-name",
        "message",
        "opt-in-status",
        "parent-zone-id",
        "parent-zone-name",
        "region-name",
        "state",
        "zone-id",
        "zone-name",
        "zone-type",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "group-long-name" => self.group_long_name(),
            "group-name" => self.group_name(),
            // Regions are asked for, zones never.
            "opt-in-status" => OptIn::NotRequired.as_str().to_owned(),
            "region-name" => self.region.name.to_owned(),
            "state" => Self::STATE.to_owned(),
            "zone-id" => self.zone.id.to_owned(),
            "zone-name" => self.zone.name.to_owned(),
            "zone-type" => Self::TYPE.to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

impl Filterable for &'static RegionData {
    const FILTERS: &'static [&'static str] = &["endpoint", "opt-in-status", "region-name"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "endpoint" => self.endpoint(),
            "opt-in-status" => self.opt_in.as_str().to_owned(),
            "region-name" => self.name.to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

/// The region of that name.
pub fn region(name: &str) -> Option<&'static RegionData> {
    let index = REGIONS
        .binary_search_by(|region| region.name.cmp(name))
        .ok()?;
    Some(&REGIONS[index])
}

/// Every region, sorted by name.
pub fn regions() -> &'static [RegionData] {
    REGIONS
}

/// Spells out the zones' names and ids, so that the table below can be read at a glance.
macro_rules! regions {
    ($($name:literal $opt_in:ident, $long_name:literal in $geography:literal, $zone_prefix:literal [$($letter:ident $number:literal),+],
        vpce $vpce:expr, network_load_balancer $network_load_balancer:expr;)+) => {
        &[$(RegionData {
            name: $name,
            long_name: $long_name,
            geography: $geography,
            opt_in: OptIn::$opt_in,
            zones: &[$(Zone {
                name: concat!($name, stringify!($letter)),
                id: concat!($zone_prefix, "-az", $number),
            }),+],
            vpce_hosted_zone_id: $vpce,
            network_load_balancer_hosted_zone_id: $network_load_balancer,
        }),+]
    };
}

// Names and countries: "AWS Regions" in AWS's guide to regions. Zone ids: "AWS Availability Zones" in AWS's guide to regions. Hosted zones: `vpce` from public DNS
// tools' tables, network load balancers from "Elastic Load Balancing endpoints and quotas".
static REGIONS: &[RegionData] = regions! {
    "af-south-1" OptedIn, "Africa (Cape Town)" in "South Africa", "afs1" [a 1, b 2, c 3],
        vpce Some("Z09302161J80N9A7UTP7U"), network_load_balancer Some("Z203XCE67M25HM");
    "ap-east-1" OptedIn, "Asia Pacific (Hong Kong)" in "Hong Kong", "ape1" [a 1, b 2, c 3],
        vpce Some("Z2LIHJ7PKBEMWN"), network_load_balancer Some("Z12Y7K3UBGUAD1");
    "ap-east-2" OptedIn, "Asia Pacific (Taipei)" in "Taiwan", "ape2" [a 1, b 2, c 3],
        vpce None, network_load_balancer None;
    "ap-northeast-1" NotRequired, "Asia Pacific (Tokyo)" in "Japan", "apne1" [a 1, c 2, d 4],
        vpce Some("Z2E726K9Y6RL4W"), network_load_balancer Some("Z31USIVHYNEOWT");
    "ap-northeast-2" NotRequired, "Asia Pacific (Seoul)" in "South Korea", "apne2" [a 1, b 2, c 3, d 4],
        vpce Some("Z27UANNT0PRK1T"), network_load_balancer Some("ZIBE1TIR4HY56");
    "ap-northeast-3" NotRequired, "Asia Pacific (Osaka)" in "Japan", "apne3" [a 1, b 2, c 3],
        vpce Some("Z376B5OMM2JZL2"), network_load_balancer Some("Z1GWIQ4HH19I5X");
    "ap-south-1" NotRequired, "Asia Pacific (Mumbai)" in "India", "aps1" [a 1, b 2, c 3],
        vpce Some("Z2KVTB3ZLFM7JR"), network_load_balancer Some("ZVDDRBQ08TROA");
    "ap-south-2" OptedIn, "Asia Pacific (Hyderabad)" in "India", "aps2" [a 1, b 2, c 3],
        vpce Some("Z0952991RWSF5AHIQDIY"), network_load_balancer Some("Z0711778386UTO08407HT");
    "ap-southeast-1" NotRequired, "Asia Pacific (Singapore)" in "Singapore", "apse1" [a 1, b 2, c 3],
        vpce Some("Z18LLCSTV4NVNL"), network_load_balancer Some("ZKVM4W9LS7TM");
    "ap-southeast-2" NotRequired, "Asia Pacific (Sydney)" in "Australia", "apse2" [a 1, b 2, c 3],
        vpce Some("ZDK2GCRPAFKGO"), network_load_balancer Some("ZCT6FZBF4DROD");
    "ap-southeast-3" OptedIn, "Asia Pacific (Jakarta)" in "Indonesia", "apse3" [a 1, b 2, c 3],
        vpce Some("Z03881013RZ9BYYZO8N5W"), network_load_balancer Some("Z01971771FYVNCOVWJU1G");
    "ap-southeast-4" OptedIn, "Asia Pacific (Melbourne)" in "Australia", "apse4" [a 1, b 2, c 3],
        vpce Some("Z07508191CO1RNBX3X3AU"), network_load_balancer Some("Z01156963G8MIIL7X90IV");
    "ap-southeast-5" OptedIn, "Asia Pacific (Malaysia)" in "Malaysia", "apse5" [a 1, b 2, c 3],
        vpce None, network_load_balancer Some("Z026317210H9ACVTRO6FB");
    "ap-southeast-6" OptedIn, "Asia Pacific (New Zealand)" in "New Zealand", "apse6" [a 1, b 2, c 3],
        vpce None, network_load_balancer None;
    "ap-southeast-7" OptedIn, "Asia Pacific (Thailand)" in "Thailand", "apse7" [a 1, b 2, c 3],
        vpce None, network_load_balancer Some("Z054363131YWATEMWRG5L");
    "ca-central-1" NotRequired, "Canada (Central)" in "Canada", "cac1" [a 1, b 2, d 4],
        vpce Some("ZRCXCF510Y6P9"), network_load_balancer Some("Z2EPGBW3API2WT");
    "ca-west-1" OptedIn, "Canada West (Calgary)" in "Canada", "caw1" [a 1, b 2, c 3],
        vpce None, network_load_balancer Some("Z02754302KBB00W2LKWZ9");
    "eu-central-1" NotRequired, "Europe (Frankfurt)" in "Germany", "euc1" [a 1, b 2, c 3],
        vpce Some("Z273ZU8SZ5RJPC"), network_load_balancer Some("Z3F0SRJ5LGBH90");
    "eu-central-2" OptedIn, "Europe (Zurich)" in "Switzerland", "euc2" [a 1, b 2, c 3],
        vpce Some("Z045369019J4FUQ4S272E"), network_load_balancer Some("Z02239872DOALSIDCX66S");
    "eu-north-1" NotRequired, "Europe (Stockholm)" in "Sweden", "eun1" [a 1, b 2, c 3],
        vpce Some("Z3OWWK6JFDEDGC"), network_load_balancer Some("Z1UDT6IFJ4EJM");
    "eu-south-1" OptedIn, "Europe (Milan)" in "Italy", "eus1" [a 1, b 2, c 3],
        vpce Some("Z2A5FDNRLY7KZG"), network_load_balancer Some("Z23146JA1KNAFP");
    "eu-south-2" OptedIn, "Europe (Spain)" in "Spain", "eus2" [a 1, b 2, c 3],
        vpce Some("Z014396544HENR57XQCJ"), network_load_balancer Some("Z1011216NVTVYADP1SSV");
    "eu-west-1" NotRequired, "Europe (Ireland)" in "Ireland", "euw1" [a 1, b 2, c 3],
        vpce Some("Z38GZ743OKFT7T"), network_load_balancer Some("Z2IFOLAFXWLO4F");
    "eu-west-2" NotRequired, "Europe (London)" in "United Kingdom", "euw2" [a 1, b 2, c 3],
        vpce Some("Z7K1066E3PUKB"), network_load_balancer Some("ZD4D7Y8KGAS4G");
    "eu-west-3" NotRequired, "Europe (Paris)" in "France", "euw3" [a 1, b 2, c 3],
        vpce Some("Z1DWHTMFP0WECP"), network_load_balancer Some("Z1CMS0P5QUZ6D5");
    "il-central-1" OptedIn, "Israel (Tel Aviv)" in "Israel", "ilc1" [a 1, b 2, c 3],
        vpce None, network_load_balancer Some("Z0313266YDI6ZRHTGQY4");
    "me-central-1" OptedIn, "Middle East (UAE)" in "United Arab Emirates", "mec1" [a 1, b 2, c 3],
        vpce Some("Z07122992YCEUCB9A9570"), network_load_balancer Some("Z00282643NTTLPANJJG2P");
    "me-south-1" OptedIn, "Middle East (Bahrain)" in "Bahrain", "mes1" [a 1, b 2, c 3],
        vpce Some("Z3B95P3VBGEQGY"), network_load_balancer Some("Z3QSRYVP46NYYV");
    "mx-central-1" OptedIn, "Mexico (Central)" in "Mexico", "mxc1" [a 1, b 2, c 3],
        vpce None, network_load_balancer Some("Z02031231H3ID6HYJ9A7U");
    "sa-east-1" NotRequired, "South America (Sao Paulo)" in "Brazil", "sae1" [a 1, b 2, c 3],
        vpce Some("Z2LXUWEVLCVZIB"), network_load_balancer Some("ZTK26PT1VY4CU");
    "us-east-1" NotRequired, "US East (N. Virginia)" in "United States of America", "use1" [a 1, b 2, c 3, d 4, e 5, f 6],
        vpce Some("Z7HUB22UULQXV"), network_load_balancer Some("Z26RNL4JYFTOTI");
    "us-east-2" NotRequired, "US East (Ohio)" in "United States of America", "use2" [a 1, b 2, c 3],
        vpce Some("ZC8PG0KIFKBRI"), network_load_balancer Some("ZLMOA37VPKANP");
    "us-gov-east-1" NotRequired, "AWS GovCloud (US-East)" in "United States of America", "usge1" [a 1, b 2, c 3],
        vpce Some("Z2MU5TEIGO9WXB"), network_load_balancer Some("Z1ZSMQQ6Q24QQ8");
    "us-gov-west-1" NotRequired, "AWS GovCloud (US-West)" in "United States of America", "usgw1" [a 1, b 2, c 3],
        vpce Some("Z12529ZODG2B6H"), network_load_balancer Some("ZMG1MZ2THAWF1");
    "us-west-1" NotRequired, "US West (N. California)" in "United States of America", "usw1" [a 1, b 3],
        vpce Some("Z12I86A8N7VCZO"), network_load_balancer Some("Z24FKFUX50B4VW");
    "us-west-2" NotRequired, "US West (Oregon)" in "United States of America", "usw2" [a 1, b 2, c 3, d 4],
        vpce Some("Z1YSA3EXCYUU9Z"), network_load_balancer Some("Z18D5FSROUN65G");
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn regions_are_sorted_and_found_by_name() {
        assert!(regions().is_sorted_by(|a, b| a.name < b.name));
        for data in regions() {
            assert_eq!(region(data.name).map(|found| found.name), Some(data.name));
        }
        for unknown in [
            "",
            "us-east",
            "us-east-1a",
            "US-EAST-1",
            "eu-central-3",
            "zz",
        ] {
            assert!(region(unknown).is_none(), "{unknown:?} is no region");
        }
    }

    #[test]
    fn zones_are_sorted_and_belong_to_their_region() {
        for region in regions() {
            assert!(
                region.zones.len() >= 2,
                "{} can't spread over zones",
                region.name
            );
            assert!(
                region
                    .zones
                    .is_sorted_by(|a, b| a.name < b.name && a.id < b.id)
            );
            for zone in region.zones {
                let letter = zone
                    .name
                    .strip_prefix(region.name)
                    .expect("region's own name");
                assert!(matches!(letter.as_bytes(), [b'a'..=b'z']), "{}", zone.name);
                assert_eq!(region.zone_by_name(zone.name), Some(zone));
                assert_eq!(region.zone_by_id(zone.id), Some(zone));
            }
        }
    }

    #[test]
    fn zone_ids_and_hosted_zones_are_unique() {
        let all_unique = |ids: Vec<&'static str>| {
            let mut seen = HashSet::new();
            ids.into_iter()
                .filter(|id| !seen.insert(*id))
                .collect::<Vec<_>>()
        };
        let none: Vec<&str> = Vec::new();
        let zone_ids = regions()
            .iter()
            .flat_map(|region| region.zones)
            .map(|zone| zone.id);
        assert_eq!(all_unique(zone_ids.collect()), none);
        let hosted_zones = regions().iter().flat_map(|region| {
            region
                .vpce_hosted_zone_id
                .into_iter()
                .chain(region.network_load_balancer_hosted_zone_id)
        });
        assert_eq!(all_unique(hosted_zones.collect()), none);
    }

    #[test]
    fn zone_id_prefix_follows_the_region_name() {
        for region in regions() {
            let (prefix, _) = region.zones[0].id.split_once("-az").expect("an id has -az");
            assert_eq!(prefix, short_name(region.name));
        }
    }

    /// `us-gov-west-1` -> `usgw1`: the first part whole, of the others the points of the compass.
    fn short_name(region: &str) -> String {
        let compass = ["north", "south", "central", "east", "west"];
        let mut short = String::new();
        for (position, part) in region.split('-').enumerate() {
            match part {
                "gov" => short.push('g'),
                _ if position == 0 || part.parse::<u8>().is_ok() => short.push_str(part),
                _ => short.extend(
                    compass
                        .iter()
                        .filter(|point| part.contains(**point))
                        .map(|point| &point[..1]),
                ),
            }
        }
        short
    }

    #[test]
    fn zones_with_gaps_are_as_published() {
        let ids = |name| {
            let zones = region(name).expect("a known region").zones;
            zones
                .iter()
                .map(|zone| format!("{}={}", zone.name, zone.id))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids("ap-northeast-1"),
            [
                "ap-northeast-1a=apne1-az1",
                "ap-northeast-1c=apne1-az2",
                "ap-northeast-1d=apne1-az4"
            ]
        );
        assert_eq!(
            ids("us-west-1"),
            ["us-west-1a=usw1-az1", "us-west-1b=usw1-az3"]
        );
        assert_eq!(ids("us-east-1").len(), 6);
    }

    #[test]
    fn facts_of_a_region() {
        let tokyo = region("ap-northeast-1").expect("Tokyo is there");
        assert_eq!(tokyo.vpce_hosted_zone_id, Some("Z2E726K9Y6RL4W"));
        assert_eq!(
            tokyo.network_load_balancer_hosted_zone_id,
            Some("Z31USIVHYNEOWT")
        );
        assert_eq!(tokyo.opt_in.as_str(), "opt-in-not-required");
        assert_eq!(tokyo.partition(), "aws");
        let hong_kong = region("ap-east-1").expect("Hong Kong is there");
        assert_eq!(hong_kong.opt_in.as_str(), "opted-in");
        let gov = region("us-gov-west-1").expect("GovCloud is there");
        assert_eq!(gov.partition(), "aws-us-gov");
    }
}
