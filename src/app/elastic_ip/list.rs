//! Lists of Elastic IP addresses, and of the names that they have.

use crate::app::context::{Query, Session};
use crate::app::list::{List, ListRequest, Listed};
use crate::domain::elastic_ip::{self, ElasticIp};
use crate::domain::error::{Error, Result};
use crate::domain::filter::{Filter, Filterable};
use crate::domain::id::{AllocationId, Id};
use crate::domain::limit;
use crate::domain::page::{Page, PageRequest};
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx};

/// Addresses, all of them at once: this list has no pages.
#[derive(Clone, Debug, Default)]
pub struct ListAddresses {
    /// Only these; each must exist. Empty for all.
    pub allocation_ids: Vec<String>,
    /// Only these; each must be the caller's. Empty for all.
    pub public_ips: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
}

impl Query for ListAddresses {
    const NAME: &'static str = "DescribeAddresses";
    type Output = Vec<Stored<ElasticIp>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let mut ids = self.allocation_ids;
        if !self.public_ips.is_empty() {
            let named = ids_of(session, &self.public_ips).await?;
            if ids.is_empty() {
                ids = named;
            } else {
                ids.retain(|id| named.contains(id));
                if ids.is_empty() {
                    return Ok(Vec::new());
                }
            }
        }
        let mut all = Vec::new();
        let mut token = None;
        loop {
            let request = ListRequest {
                ids: ids.clone(),
                filters: self.filters.clone(),
                page: PageRequest { limit: None, token },
            };
            let page = List::<Stored<ElasticIp>>::new(request)
                .fetch(session)
                .await?;
            all.extend(page.items);
            token = page.next;
            if token.is_none() {
                return Ok(all);
            }
        }
    }
}

/// The allocations of these addresses, which must all be the caller's.
async fn ids_of(session: &mut Session, public_ips: &[String]) -> Result<Vec<String>> {
    if public_ips.len() > limit::IDS_PER_REQUEST {
        let message = format!("More than {} addresses", limit::IDS_PER_REQUEST);
        return Err(Error::invalid("PublicIp", message));
    }
    let mut wanted = Vec::new();
    for text in public_ips {
        wanted.push(elastic_ip::parse_public_ip(text)?.to_string());
    }
    let scope = session.scope();
    let found = session
        .tx
        .elastic_ips_by_public_ips(&scope, &wanted)
        .await?;
    for text in &wanted {
        if !found.iter().any(|it| it.public_ip.to_string() == *text) {
            return Err(elastic_ip::public_ip_not_found(text));
        }
    }
    Ok(found.iter().map(|it| it.id.to_string()).collect())
}

/// An address with a name for reverse lookups.
pub struct NamedAddress(pub Stored<ElasticIp>);

/// The filter that leaves out addresses without a name.
const NAMED: &str = "named";

impl Listed for NamedAddress {
    type Document = ElasticIp;
    const NAME: &'static str = "DescribeAddressesAttribute";

    fn check_id(id: &str) -> Result<()> {
        AllocationId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        AllocationId::not_found(id)
    }

    async fn assemble(_: &mut Tx, addresses: Vec<Stored<ElasticIp>>) -> Result<Vec<Self>> {
        Ok(addresses.into_iter().map(Self).collect())
    }
}

impl Filterable for NamedAddress {
    const FILTERS: &'static [&'static str] = &[NAMED];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            NAMED => vec![self.0.domain_name.is_some().to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

/// The addresses whose owner set their name for reverse lookups.
#[derive(Clone, Debug, Default)]
pub struct ListAddressNames {
    /// Only of these; each must exist. Empty for all.
    pub allocation_ids: Vec<String>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListAddressNames {
    const NAME: &'static str = NamedAddress::NAME;
    type Output = Page<NamedAddress>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let named = Filter {
            name: NAMED.to_owned(),
            values: vec![true.to_string()],
        };
        let request = ListRequest {
            ids: self.allocation_ids,
            filters: vec![named],
            page: self.page,
        };
        List::new(request).fetch(session).await
    }
}
