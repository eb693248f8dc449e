//! Associations of endpoints with resources of service networks. Only resource and service network endpoints have any, and
//! those are not served, so that every list of them is empty.

use crate::app::context::{Query, Session};
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_association::EndpointAssociation;
use crate::domain::error::{Error, Result};
use crate::domain::filter::{self, Filter};
use crate::domain::id::{EndpointId, Id};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::store::Stored;

/// The associations of the caller's endpoints.
#[derive(Clone, Debug, Default)]
pub struct ListAssociations {
    /// Only of these endpoints, each of which must exist; of all if empty.
    pub endpoint_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListAssociations {
    const NAME: &'static str = "DescribeVpcEndpointAssociations";
    type Output = Page<EndpointAssociation>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        filter::check::<EndpointAssociation>(&self.filters)?;
        if self.endpoint_ids.len() > limit::IDS_PER_REQUEST {
            return Err(Error::invalid(
                "VpcEndpointId",
                format!("More than {} ids", limit::IDS_PER_REQUEST),
            ));
        }
        for id in &self.endpoint_ids {
            EndpointId::parse(id)?;
        }
        let scope = session.scope();
        let found: Vec<Stored<Endpoint>> = session.tx.get_many(&scope, &self.endpoint_ids).await?;
        let missing = self
            .endpoint_ids
            .iter()
            .find(|id| !found.iter().any(|endpoint| endpoint.id.as_str() == **id));
        if let Some(id) = missing {
            return Err(EndpointId::not_found(id));
        }
        let list = format!("{scope} {:?}", self.endpoint_ids);
        self.page
            .after(&ListIdentity::new(Self::NAME, &list, &self.filters))?;
        Ok(Page {
            items: Vec::new(),
            next: None,
        })
    }
}
