//! Load balancers: created with an interface in each of their subnets, and deleted with them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{List, ListRequest, Listed};
use super::listener;
use super::load_balancer_address_type as address_type;
use super::load_balancer_place::{self as place, Kind, Place, SubnetMapping};
use super::load_balancer_placement::{self as placement, PlacementChanges};
use super::load_balancer_source_nat as source_nat;
use super::target_load_balancer;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::id::{Id, SecurityGroupId};
use crate::domain::limit;
use crate::domain::load_balancer::{
    LOAD_BALANCER_STATE, LoadBalancer, Scheme, load_balancer_not_found,
};
use crate::domain::load_balancer_address_type::LoadBalancerAddressType;
use crate::domain::load_balancer_name::{self, check_load_balancer_name};
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::load_balancing_arn::check_load_balancer_arn;
use crate::domain::load_balancing_tag;
use crate::domain::page::{Page, PageRequest};
use crate::domain::source_nat_prefix;
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx};

impl Listed for Stored<LoadBalancer> {
    type Document = LoadBalancer;
    const NAME: &'static str = "DescribeLoadBalancers";

    fn check_id(arn: &str) -> Result<()> {
        check_load_balancer_arn(arn)
    }

    fn not_found(arn: &str) -> Error {
        load_balancer_not_found(arn)
    }

    async fn assemble(_: &mut Tx, documents: Vec<Self>) -> Result<Vec<Self>> {
        Ok(documents)
    }
}

/// Creates a load balancer. One of that name with the same settings is answered as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateLoadBalancer {
    /// Unique in account and region.
    pub name: String,
    /// `application` unless given, `network` or `gateway`.
    pub load_balancer_type: Option<String>,
    /// `internet-facing` unless given; none for gateway load balancers.
    pub scheme: Option<String>,
    /// Subnets in zones of their own; at least one, and at least two for application load balancers.
    pub subnets: Vec<SubnetMapping>,
    /// Security groups. A network load balancer without any from the start can never have any, an application load balancer
    /// gets the VPC's default one; none for gateway load balancers.
    pub security_group_ids: Vec<String>,
    /// `ipv4` unless given, `dualstack`, or for application load balancers `dualstack-without-public-ipv4`.
    pub ip_address_type: Option<String>,
    /// Whether it has IPv6 prefixes for source NAT: `off` unless given, or `on`.
    pub source_nat_prefixes: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateLoadBalancer {
    const NAME: &'static str = "CreateLoadBalancer";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        check_load_balancer_name(&self.name)?;
        let kind = self.kind()?;
        let tags = load_balancing_tag::validated(self.tags)?;
        let places = place::places(session, &self.subnets, kind).await?;
        let Some(vpc_id) = places.first().map(|place| place.subnet.vpc_id.clone()) else {
            return Err(place::no_subnet());
        };
        let load_balancer_type = kind.load_balancer_type;
        let ids = &self.security_group_ids;
        let groups = place::groups(session, load_balancer_type, &vpc_id, ids).await?;
        let scope = session.scope();
        let number = entropy::hex(&*session.entropy, 16);
        let wanted = LoadBalancer {
            arn: load_balancer_name::arn(&scope, load_balancer_type, &self.name, &number),
            dns_name: load_balancer_name::dns_name(
                &*session.entropy,
                &scope,
                load_balancer_type,
                kind.scheme,
                &self.name,
                &number,
            ),
            name: self.name,
            load_balancer_type,
            ip_address_type: kind.ip_address_type,
            scheme: kind.scheme,
            vpc_id,
            zones: Vec::new(),
            security_groups: groups.iter().map(|group| group.group_id.clone()).collect(),
            enforces_private_link_rules: true,
            uses_source_nat_prefixes: kind.uses_source_nat_prefixes,
            capacity_reservation: None,
            attributes: BTreeMap::new(),
            tags,
            created_at: session.now,
            scope,
        };
        if let Some(present) = same_name(session, &wanted, &places).await? {
            return Ok(present);
        }
        check_quota(session, &wanted).await?;
        let wishes = placement::prefix_wishes(&places);
        let mut load_balancer = session.tx.insert(wanted).await?;
        placement::add(session, &mut load_balancer, places, &groups).await?;
        source_nat::assign(session, &mut load_balancer, &wishes).await?;
        let load_balancer = session.tx.update(load_balancer).await?;
        record(session, &load_balancer, None, Some(LOAD_BALANCER_STATE)).await?;
        Ok(load_balancer)
    }
}

impl CreateLoadBalancer {
    /// What it is to be.
    fn kind(&self) -> Result<Kind> {
        let load_balancer_type = self
            .load_balancer_type
            .as_deref()
            .map_or(Ok(LoadBalancerType::Application), LoadBalancerType::parse)?;
        let ip_address_type = self
            .ip_address_type
            .as_deref()
            .map_or(Ok(LoadBalancerAddressType::Ipv4), |text| {
                LoadBalancerAddressType::parse(load_balancer_type, text)
            })?;
        let source_nat_prefixes = self.source_nat_prefixes.as_deref();
        Ok(Kind {
            load_balancer_type,
            scheme: self.scheme_of(load_balancer_type)?,
            ip_address_type,
            uses_source_nat_prefixes: source_nat_prefixes
                .map_or(Ok(false), source_nat_prefix::parse_enabled)?,
        })
    }

    /// The scheme that a load balancer of this type is to have. One of a gateway has none, and no security groups.
    fn scheme_of(&self, load_balancer_type: LoadBalancerType) -> Result<Option<Scheme>> {
        match load_balancer_type {
            LoadBalancerType::Application | LoadBalancerType::Network => {
                let scheme = self.scheme.as_deref();
                scheme
                    .map_or(Ok(Scheme::InternetFacing), Scheme::parse)
                    .map(Some)
            }
            LoadBalancerType::Gateway if self.scheme.is_some() => Err(Error::validation(
                "Scheme",
                "A scheme cannot be specified for gateway load balancers",
            )),
            LoadBalancerType::Gateway if !self.security_group_ids.is_empty() => {
                Err(placement::no_security_groups_on_gateway())
            }
            LoadBalancerType::Gateway => Ok(None),
        }
    }
}

/// The load balancer of that name, if it is just as the one that is `wanted`; refuses one that is different.
async fn same_name(
    session: &mut Session,
    wanted: &LoadBalancer,
    places: &[Place],
) -> Result<Option<Stored<LoadBalancer>>> {
    let names = std::slice::from_ref(&wanted.name);
    let present = session
        .tx
        .load_balancers_by_names(&wanted.scope, names)
        .await?
        .pop();
    match present {
        Some(present) if has_same_settings(&present, wanted, places) => Ok(Some(present)),
        Some(_) => Err(Error::new(
            Code::DuplicateLoadBalancerName,
            format!(
                "A load balancer with the same name '{}' exists, but with different settings",
                wanted.name
            ),
        )
        .about("Name")),
        None => Ok(None),
    }
}

/// Refuses one load balancer more than there can be.
async fn check_quota(session: &mut Session, wanted: &LoadBalancer) -> Result<()> {
    let load_balancer_type = wanted.load_balancer_type;
    let most = match load_balancer_type {
        LoadBalancerType::Application => limit::APPLICATION_LOAD_BALANCERS,
        LoadBalancerType::Network => limit::NETWORK_LOAD_BALANCERS,
        LoadBalancerType::Gateway => limit::GATEWAY_LOAD_BALANCERS,
    };
    let scope = &wanted.scope;
    let count = session
        .tx
        .load_balancers_of_type(scope, load_balancer_type)
        .await?;
    let name = load_balancer_type.name();
    if count >= most {
        return Err(Error::new(
            Code::TooManyLoadBalancers,
            format!(
                "An account can have at most {most} load balancers of the type {name} in a region"
            ),
        ));
    }
    if load_balancer_type != LoadBalancerType::Gateway {
        return Ok(());
    }
    let most = limit::GATEWAY_LOAD_BALANCERS_PER_VPC;
    let vpc_id = wanted.vpc_id.as_str();
    let in_vpc = session
        .tx
        .load_balancers_of_type_in_vpc(vpc_id, load_balancer_type)
        .await?;
    if in_vpc >= most {
        return Err(Error::new(
            Code::TooManyLoadBalancers,
            format!("A VPC can have at most {most} load balancers of the type {name}"),
        ));
    }
    Ok(())
}

fn has_same_settings(present: &LoadBalancer, wanted: &LoadBalancer, places: &[Place]) -> bool {
    let sorted = |groups: &[SecurityGroupId]| {
        let mut groups = groups.to_vec();
        groups.sort();
        groups
    };
    let is_as_chosen = |place: &Place| {
        present.zones.iter().any(|zone| {
            let elastic_ip = zone.elastic_ip.as_ref().map(|chosen| &chosen.allocation_id);
            zone.subnet_id == place.subnet.id
                && zone.private_ipv4_address == place.ipv4
                && zone.ipv6_address == place.ipv6
                && elastic_ip == place.allocation_id.as_ref()
        })
    };
    present.load_balancer_type == wanted.load_balancer_type
        && present.ip_address_type == wanted.ip_address_type
        && present.scheme == wanted.scheme
        && present.uses_source_nat_prefixes == wanted.uses_source_nat_prefixes
        && present.tags == wanted.tags
        && sorted(&present.security_groups) == sorted(&wanted.security_groups)
        && present.has_exactly_subnets(places.iter().map(|place| &place.subnet.id))
        && places.iter().all(is_as_chosen)
}

/// Changes a load balancer; `None` leaves things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyLoadBalancer {
    /// Which one.
    pub load_balancer_arn: String,
    /// Attributes to set; the others stay as they are.
    pub attributes: Vec<(String, String)>,
    /// As in [`address_type::SetIpAddressType`].
    pub ip_address_type: Option<String>,
    /// All subnets that it is to have, as in [`placement::SetSubnets`].
    pub subnets: Option<Vec<SubnetMapping>>,
    /// Whether it is to have IPv6 prefixes for source NAT: `on` or `off`.
    pub source_nat_prefixes: Option<String>,
    /// All security groups that it is to have, as in [`placement::SetSecurityGroups`].
    pub security_group_ids: Option<Vec<String>>,
    /// Whether they apply to what comes through endpoints: `on` or `off`.
    pub enforce_private_link_rules: Option<String>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyLoadBalancer {
    const NAME: &'static str = "ModifyLoadBalancerAttributes";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        load_balancer.set_attributes(self.attributes)?;
        let ip_address_type =
            address_type::wanted(&load_balancer, self.ip_address_type.as_deref())?;
        let source_nat_prefixes = self.source_nat_prefixes.as_deref();
        let source_nat_prefixes = source_nat_prefixes
            .map(source_nat_prefix::parse_enabled)
            .transpose()?;
        let subnets = self
            .subnets
            .or_else(|| source_nat_prefixes.map(|_| own_subnets(&load_balancer)));
        match (subnets, ip_address_type) {
            (Some(subnets), ip_address_type) => {
                let changes = PlacementChanges {
                    subnets: &subnets,
                    ip_address_type,
                    source_nat_prefixes,
                };
                placement::set_subnets(session, &mut load_balancer, changes).await?;
            }
            (None, Some(wanted)) => {
                address_type::change(session, &mut load_balancer, wanted).await?;
            }
            (None, None) => {}
        }
        if let Some(ids) = self.security_group_ids {
            placement::set_security_groups(session, &mut load_balancer, &ids).await?;
        }
        if let Some(text) = self.enforce_private_link_rules {
            load_balancer.set_private_link_rules(&text)?;
        }
        let load_balancer = match self.tags {
            Some(tags) => {
                let tags = load_balancing_tag::validated(tags)?;
                session.tx.update_tags(load_balancer, tags).await?
            }
            None => session.tx.update(load_balancer).await?,
        };
        record_change(session, &load_balancer).await?;
        Ok(load_balancer)
    }
}

/// The subnets that it has.
fn own_subnets(load_balancer: &LoadBalancer) -> Vec<SubnetMapping> {
    load_balancer
        .zones
        .iter()
        .map(|zone| SubnetMapping::new(zone.subnet_id.as_str()))
        .collect()
}

/// Deletes a load balancer with its listeners and interfaces. Its target groups stay.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteLoadBalancer {
    /// Which one.
    pub load_balancer_arn: String,
}

impl Command for DeleteLoadBalancer {
    const NAME: &'static str = "DeleteLoadBalancer";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let arn = load_balancer.arn.as_str();
        if load_balancer.is_protected() {
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!(
                    "Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
                ),
            )
            .about("LoadBalancerArn"));
        }
        if session.tx.load_balancer_service(arn).await?.is_some() {
            return Err(Error::new(
                Code::ResourceInUse,
                format!(
                    "Load balancer '{arn}' cannot be deleted because it is currently associated with another service"
                ),
            )
            .about("LoadBalancerArn"));
        }
        target_load_balancer::refuse_deletion(session, &load_balancer).await?;
        listener::delete_all(session, arn).await?;
        placement::release(session, &load_balancer, &load_balancer.zones).await?;
        session.tx.delete(&load_balancer).await?;
        record(session, &load_balancer, Some(LOAD_BALANCER_STATE), None).await
    }
}

/// The caller's load balancers as AWS's API asks for them: by ARN, by name, or all.
#[derive(Clone, Debug, Default)]
pub struct DescribeLoadBalancers {
    /// Only these; each must exist.
    pub arns: Vec<String>,
    /// Only those of these names; each must exist. Not together with ARNs.
    pub names: Vec<String>,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeLoadBalancers {
    const NAME: &'static str = "DescribeLoadBalancers";
    type Output = Page<Stored<LoadBalancer>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        if !self.arns.is_empty() && !self.names.is_empty() {
            return Err(Error::validation(
                "Names",
                "Load balancer names and load balancer ARNs cannot be specified at the same time",
            ));
        }
        let arns = if self.names.is_empty() {
            self.arns
        } else {
            check_count("Names", &self.names)?;
            let scope = session.scope();
            let found = session
                .tx
                .load_balancers_by_names(&scope, &self.names)
                .await?;
            let missing = self
                .names
                .iter()
                .find(|name| !found.iter().any(|present| present.name == **name));
            if let Some(missing) = missing {
                return Err(load_balancer_not_found(missing).about("Names"));
            }
            found.into_iter().map(|present| present.value.arn).collect()
        };
        page(session, arns, Vec::new(), self.paging).await
    }
}

/// A part of a list, as the API of Elastic Load Balancing asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// Items at the most.
    pub page_size: Option<i64>,
    /// The token of the page before.
    pub marker: Option<String>,
}

/// A page of a list in the rules and codes of Elastic Load Balancing. Without `arns` it is a list of all.
pub(super) async fn page<T: Listed>(
    session: &mut Session,
    arns: Vec<String>,
    filters: Vec<Filter>,
    paging: Paging,
) -> Result<Page<T>> {
    check_count("Arns", &arns)?;
    let request = ListRequest {
        ids: arns,
        filters,
        page: page_request(paging)?,
    };
    List::<T>::new(request)
        .fetch(session)
        .await
        .map_err(own_refusal)
}

/// Which page of a list is asked for.
pub(super) fn page_request(paging: Paging) -> Result<PageRequest> {
    let size =
        paging.page_size.map_or(
            Ok(limit::LOAD_BALANCING_PAGE_MAX),
            |size| match usize::try_from(size) {
                Ok(size @ 1..=limit::LOAD_BALANCING_PAGE_MAX) => Ok(size),
                _ => Err(Error::validation(
                    "PageSize",
                    format!(
                        "The page size '{size}' must be between 1 and {}",
                        limit::LOAD_BALANCING_PAGE_MAX
                    ),
                )),
            },
        )?;
    Ok(PageRequest {
        limit: Some(size),
        token: paging.marker,
    })
}

/// The refusal of a page in the words of Elastic Load Balancing.
pub(super) fn own_refusal(error: Error) -> Error {
    match error.code {
        Code::InvalidNextToken => {
            Error::validation("Marker", "The marker is not valid for this list")
        }
        _ => error,
    }
}

/// Refuses more names or ARNs than one request can have.
pub(super) fn check_count(parameter: &'static str, items: &[String]) -> Result<()> {
    if items.len() > limit::IDS_PER_REQUEST {
        return Err(Error::validation(
            parameter,
            format!(
                "A request can name at most {} resources",
                limit::IDS_PER_REQUEST
            ),
        ));
    }
    Ok(())
}

/// The caller's load balancer with this ARN.
pub(super) async fn find(session: &mut Session, arn: &str) -> Result<Stored<LoadBalancer>> {
    check_load_balancer_arn(arn)?;
    let scope = session.scope();
    let found = session.tx.get(&scope, arn).await?;
    found.ok_or_else(|| load_balancer_not_found(arn))
}

/// [`find`] for the load balancer that the request is to change: checks `If-Match`.
pub(super) async fn find_to_change(
    session: &mut Session,
    arn: &str,
) -> Result<Stored<LoadBalancer>> {
    let load_balancer = find(session, arn).await?;
    session.check_version(&load_balancer)?;
    Ok(load_balancer)
}

/// Writes an event about a load balancer that was changed.
pub(super) async fn record_change(
    session: &mut Session,
    load_balancer: &LoadBalancer,
) -> Result<()> {
    let state = Some(LOAD_BALANCER_STATE);
    record(session, load_balancer, state, state).await
}

async fn record(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::LoadBalancer, &load_balancer.arn, from, to)
        .await
}
