//! Endpoint services as consumers see them: AWS's, their own, and those that allow them. Others do not exist for them.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::available_service::AvailableService;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_service::{EndpointService, service_id};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::Filter;
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::{RegionName, Scope};
use crate::domain::service_scope::ServiceOwner;
use crate::store::{ServiceAudience, Stored, Tx};

/// The services that the caller may connect to.
#[derive(Default)]
pub struct ListAvailableServices {
    /// Only these; each must be available. Empty for all.
    pub service_names: Vec<String>,
    /// Only of these regions; only the caller's own unless given.
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
        if self.service_names.len() > limit::IDS_PER_REQUEST {
            return Err(Error::invalid(
                "ServiceName",
                format!("More than {} names", limit::IDS_PER_REQUEST),
            ));
        }
        let regions = regions(&scope, &self.service_regions)?;
        let mut source = Visible {
            aws: aws_services(session, &scope, &regions),
            audience: ServiceAudience {
                principals: session.request.caller.covering_principals(),
                viewer: scope.clone(),
                regions,
                named: None,
            },
        };
        if !self.service_names.is_empty() {
            source.keep(session, &self.service_names).await?;
        }
        let identity = ListIdentity::new(
            Self::NAME,
            &format!(
                "{scope} {:?} {:?}",
                source.audience.regions, self.service_names
            ),
            &self.filters,
        );
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
    /// The service's region; the caller's own unless given.
    pub service_region: Option<String>,
    /// Which of its types, for a name that has several; `Interface` unless given.
    pub service_type: Option<String>,
}

impl Query for GetAvailableService {
    const NAME: &'static str = ListAvailableServices::NAME;
    type Output = AvailableService;

    async fn fetch(self, session: &mut Session) -> Result<AvailableService> {
        let region = service_region(&session.scope(), self.service_region.as_deref())?;
        let mut found = named(session, &self.service_name, &region).await?;
        let wanted = self.service_type.as_deref();
        let position = found
            .iter()
            .position(|service| match wanted {
                Some(wanted) => service.endpoint_type.name() == wanted,
                None => service.endpoint_type == EndpointType::Interface,
            })
            .or_else(|| (wanted.is_none() && !found.is_empty()).then_some(0));
        position
            .map(|position| found.swap_remove(position))
            .ok_or_else(|| not_available(&self.service_name))
    }
}

/// The regions to look in.
fn regions(scope: &Scope, texts: &[String]) -> Result<Vec<RegionName>> {
    if texts.is_empty() {
        return Ok(vec![scope.region.clone()]);
    }
    let mut regions = Vec::with_capacity(texts.len());
    for text in texts {
        let region = service_region(scope, Some(text))?;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    regions.sort();
    Ok(regions)
}

/// The region of a service: the caller's own unless given.
pub(super) fn service_region(scope: &Scope, text: Option<&str>) -> Result<RegionName> {
    match text {
        None => Ok(scope.region.clone()),
        Some(text) => RegionName::parse(text).map_err(|error| error.about("ServiceRegion")),
    }
}

/// AWS's services in these regions that the caller's region can connect to, with their keys, in order.
fn aws_services(
    session: &Session,
    scope: &Scope,
    regions: &[RegionName],
) -> Vec<(String, AvailableService)> {
    let mut services: Vec<(String, AvailableService)> = regions
        .iter()
        .flat_map(|region| session.settings.catalogue.services(region))
        .map(AvailableService::from)
        .filter(|service| service.reaches(&scope.region))
        .map(|service| (aws_key(&service), service))
        .collect();
    services.sort_by(|left, right| left.0.cmp(&right.0));
    services
}

/// AWS's services come before those of providers.
fn aws_key(service: &AvailableService) -> String {
    let region = &service.scope.region;
    format!(
        "{AWS_FIRST}{} {region} {}",
        service.name,
        service.endpoint_type.name()
    )
}

const AWS_FIRST: char = '1';
const CUSTOM_NEXT: char = '2';

struct Visible {
    aws: Vec<(String, AvailableService)>,
    audience: ServiceAudience,
}

enum Row {
    Aws(String, AvailableService),
    Custom(Stored<EndpointService>),
}

impl Visible {
    /// Keeps only the services of these names, each of which the caller must see; in one statement.
    async fn keep(&mut self, session: &mut Session, names: &[String]) -> Result<()> {
        self.aws
            .retain(|(_, service)| names.contains(&service.name));
        let ids: Vec<String> = names
            .iter()
            .filter_map(|name| {
                let mut regions = self.audience.regions.iter();
                regions.find_map(|region| service_id(region, name))
            })
            .map(|id| id.to_string())
            .collect();
        let all = i64::try_from(ids.len()).map_err(Error::internal)?;
        self.audience.named = Some(ids);
        let found = session
            .tx
            .services_available(&self.audience, "", all)
            .await?;
        let missing = names.iter().find(|name| {
            !self.aws.iter().any(|(_, service)| service.name == **name)
                && !found.iter().any(|service| service.name() == **name)
        });
        missing.map_or(Ok(()), |name| Err(not_available(name)))
    }
}

impl Source for Visible {
    type Row = Row;
    type Item = AvailableService;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Row>> {
        let size = usize::try_from(rows).map_err(Error::internal)?;
        let mut next = Vec::new();
        let mut after_custom = "";
        match after.strip_prefix(CUSTOM_NEXT) {
            Some(id) => after_custom = id,
            None => {
                let start = self.aws.partition_point(|(key, _)| key.as_str() <= after);
                let aws = self.aws[start..].iter().take(size);
                next.extend(aws.map(|(key, service)| Row::Aws(key.clone(), service.clone())));
            }
        }
        if next.len() < size {
            let rest = i64::try_from(size - next.len()).map_err(Error::internal)?;
            let custom = tx
                .services_available(&self.audience, after_custom, rest)
                .await?;
            next.extend(custom.into_iter().map(Row::Custom));
        }
        Ok(next)
    }

    fn key(row: &Row) -> String {
        match row {
            Row::Aws(key, _) => key.clone(),
            Row::Custom(service) => format!("{CUSTOM_NEXT}{}", service.id),
        }
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Row>) -> Result<Vec<AvailableService>> {
        let seen = |row| match row {
            Row::Aws(_, service) => service,
            Row::Custom(service) => AvailableService::custom(service.value, &self.audience.viewer),
        };
        Ok(rows.into_iter().map(seen).collect())
    }
}

/// The service of that name and region to which an endpoint of this type can connect, if the caller may see it.
pub(super) async fn find(
    session: &mut Session,
    name: &str,
    region: &RegionName,
    endpoint_type: EndpointType,
) -> Result<AvailableService> {
    let mut services = named(session, name, region).await?;
    let position = services
        .iter()
        .position(|service| service.endpoint_type == endpoint_type);
    if let Some(position) = position {
        return Ok(services.swap_remove(position));
    }
    let types: Vec<&str> = services
        .iter()
        .map(|service| service.endpoint_type.name())
        .collect();
    Err(Error::invalid(
        "VpcEndpointType",
        format!(
            "Endpoint type ({}) does not match available service types ([{}]).",
            endpoint_type.name(),
            types.join(", ")
        ),
    ))
}

/// The services of that name and region that the caller may connect to; at least one.
async fn named(
    session: &mut Session,
    name: &str,
    region: &RegionName,
) -> Result<Vec<AvailableService>> {
    let viewer = session.scope();
    let mut services: Vec<AvailableService> = match service_id(region, name) {
        Some(id) => custom(session, id.as_str()).await?.into_iter().collect(),
        None => {
            let catalogue = &session.settings.catalogue;
            let of_aws = catalogue.named(region, name).iter();
            of_aws.map(AvailableService::from).collect()
        }
    };
    services.retain(|service| service.reaches(&viewer.region));
    if services.is_empty() {
        Err(not_available(name))
    } else {
        Ok(services)
    }
}

/// A provider's service, if the caller may see it.
async fn custom(session: &mut Session, id: &str) -> Result<Option<AvailableService>> {
    let service: Option<Stored<EndpointService>> = session.tx.get_anywhere(id).await?;
    let Some(service) = service else {
        return Ok(None);
    };
    let caller = &session.request.caller;
    let viewer = caller.scope.clone();
    let visible = service.scope.account == viewer.account
        || session
            .tx
            .service_allows(id, &caller.covering_principals())
            .await?;
    Ok(visible.then(|| AvailableService::custom(service.value, &viewer)))
}

/// The service that an endpoint connects to, whether or not its owner could connect anew; refused once it is gone.
pub(super) async fn of_endpoint(
    session: &mut Session,
    endpoint: &Endpoint,
) -> Result<AvailableService> {
    let name = &endpoint.service_name;
    let region = &endpoint.service_scope.region;
    let found = match endpoint.service_scope.owner {
        ServiceOwner::Amazon => session
            .settings
            .catalogue
            .find(region, name, endpoint.endpoint_type)
            .map(AvailableService::from),
        ServiceOwner::Account(_) => {
            let id = endpoint.service_id.as_str();
            let service: Option<Stored<EndpointService>> = session.tx.get_anywhere(id).await?;
            service.map(|service| AvailableService::custom(service.value, &endpoint.scope))
        }
    };
    found.ok_or_else(|| not_available(name))
}

/// The refusal for a service that does not exist and for one that the caller may not see: the same words.
pub(super) fn not_available(name: &str) -> Error {
    Error::new(
        Code::InvalidServiceName,
        format!("The Vpc Endpoint Service '{name}' does not exist"),
    )
    .about("ServiceName")
}
