//! Endpoint services as consumers see them: their own, and those that allow them. Others do not exist for them.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::endpoint_service::{EndpointService, SERVICE_IP_ADDRESS_TYPE, service_id};
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::{Filter, Filterable};
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx};

/// A service that the caller may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailableService {
    /// The service.
    pub service: EndpointService,
    /// Its tags, which only the owner sees.
    pub tags: Vec<Tag>,
}

/// The services that the caller may connect to.
#[derive(Default)]
pub struct ListAvailableServices {
    /// Only these; each must be available. Empty for all.
    pub service_names: Vec<String>,
    /// Only of these regions; only the caller's own has any.
    pub service_regions: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListAvailableServices {
    const NAME: &'static str = "DescribeVpcEndpointServices";
    type Output = Page<AvailableService>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let scope = session.scope();
        if let Some(region) = self
            .service_regions
            .iter()
            .find(|region| region.as_str() != scope.region.as_str())
        {
            return Err(Error::new(
                Code::UnsupportedOperation,
                format!("privlink does not serve cross-region endpoints, and '{region}' is not the caller's region"),
            )
            .about("ServiceRegion"));
        }
        if self.service_names.len() > limit::IDS_PER_REQUEST {
            return Err(Error::invalid(
                "ServiceName",
                format!("More than {} names", limit::IDS_PER_REQUEST),
            ));
        }
        let principals = session.request.caller.covering_principals();
        let named = self.visible_ids(session, &scope, &principals).await?;
        let identity = ListIdentity::new(Self::NAME, &format!("{scope} {named:?}"), &self.filters);
        let source = Visible {
            scope,
            principals,
            named,
        };
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

/// The service of that name that the caller may connect to.
pub struct GetAvailableService {
    /// The name.
    pub service_name: String,
}

impl Query for GetAvailableService {
    const NAME: &'static str = ListAvailableServices::NAME;
    type Output = AvailableService;

    async fn fetch(self, session: &mut Session) -> Result<AvailableService> {
        let service = find(session, &self.service_name).await?;
        Ok(AvailableService::seen_by(&session.scope(), service))
    }
}

impl ListAvailableServices {
    /// The ids of the services that are named, each of which the caller must see; in one statement.
    async fn visible_ids(
        &self,
        session: &mut Session,
        scope: &Scope,
        principals: &[String],
    ) -> Result<Vec<String>> {
        if self.service_names.is_empty() {
            return Ok(Vec::new());
        }
        let mut named = Vec::with_capacity(self.service_names.len());
        for name in &self.service_names {
            let id = service_id(&scope.region, name).ok_or_else(|| not_available(name))?;
            named.push(id.to_string());
        }
        let all = i64::try_from(named.len()).map_err(Error::internal)?;
        let found = session
            .tx
            .services_available(scope, principals, &named, "", all)
            .await?;
        let missing = self
            .service_names
            .iter()
            .find(|name| !found.iter().any(|service| service.name() == **name));
        missing.map_or(Ok(named), |name| Err(not_available(name)))
    }
}

struct Visible {
    scope: Scope,
    principals: Vec<String>,
    named: Vec<String>,
}

impl Source for Visible {
    type Row = Stored<EndpointService>;
    type Item = AvailableService;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        tx.services_available(&self.scope, &self.principals, &self.named, after, rows)
            .await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows
            .into_iter()
            .map(|row| AvailableService::seen_by(&self.scope, row.value))
            .collect())
    }
}

impl AvailableService {
    fn seen_by(scope: &Scope, service: EndpointService) -> Self {
        let own = service.scope == *scope;
        Self {
            tags: if own {
                service.tags.clone()
            } else {
                Vec::new()
            },
            service,
        }
    }
}

impl Filterable for AvailableService {
    const FILTERS: &'static [&'static str] = &[
        "owner",
        "service-name",
        "service-region",
        "service-type",
        "supported-ip-address-types",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "owner" => self.service.scope.account.to_string(),
            "service-name" => self.service.name(),
            "service-region" => self.service.scope.region.to_string(),
            "service-type" => "Interface".to_owned(),
            "supported-ip-address-types" => SERVICE_IP_ADDRESS_TYPE.to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// The service of that name, if the caller may see it.
pub(super) async fn find(session: &mut Session, name: &str) -> Result<EndpointService> {
    let Some(id) = service_id(&session.scope().region, name) else {
        return Err(not_available(name));
    };
    let service: Option<Stored<EndpointService>> = session.tx.get_anywhere(id.as_str()).await?;
    let service = service.ok_or_else(|| not_available(name))?.value;
    let caller = &session.request.caller;
    let visible = service.scope.account == caller.scope.account
        || session
            .tx
            .service_allows(id.as_str(), &caller.covering_principals())
            .await?;
    if visible {
        Ok(service)
    } else {
        Err(not_available(name))
    }
}

/// The refusal for a service that does not exist and for one that the caller may not see: the same words.
pub(super) fn not_available(name: &str) -> Error {
    Error::new(
        Code::InvalidServiceName,
        format!("The Vpc Endpoint Service '{name}' does not exist"),
    )
    .about("ServiceName")
}
