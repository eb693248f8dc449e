//! Permissions: which principals may see an endpoint service and connect to it.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::{Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::id::{EndpointServiceId, Id, PermissionId};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::permission::Permission;
use crate::domain::principal::Principal;
use crate::domain::scope::Scope;
use crate::store::{Stored, Tx};

/// The state of a permission in the event log, as long as it exists.
const ALLOWED: &str = "allowed";

/// Allows principals, and takes permissions away. Neither touches connections that exist.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyPermissions {
    /// The service.
    pub service_id: String,
    /// Principals to allow; one that is allowed already keeps its permission.
    pub add: Vec<String>,
    /// Principals to allow no longer; one that is not allowed is no error.
    pub remove: Vec<String>,
}

/// The permissions of the principals that were to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModifiedPermissions {
    /// One for each, in the order given.
    pub added: Vec<Stored<Permission>>,
}

impl Command for ModifyPermissions {
    const NAME: &'static str = "ModifyVpcEndpointServicePermissions";
    type Output = ModifiedPermissions;

    async fn execute(self, session: &mut Session) -> Result<ModifiedPermissions> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        if self.add.len() + self.remove.len() > limit::PRINCIPALS_PER_REQUEST {
            return Err(Error::invalid(
                "AddAllowedPrincipals",
                format!("More than {} principals", limit::PRINCIPALS_PER_REQUEST),
            ));
        }
        let parse_all = |texts: &[String]| {
            texts
                .iter()
                .map(|text| Principal::parse(text))
                .collect::<Result<Vec<_>>>()
        };
        let add = parse_all(&self.add)?;
        let remove =
            parse_all(&self.remove).map_err(|error| error.about("RemoveAllowedPrincipals"))?;
        let service: Stored<EndpointService> = session.find(&id).await?;
        for principal in &remove {
            if let Some(permission) = session
                .tx
                .permission_of(id.as_str(), principal.as_str())
                .await?
            {
                delete(session, &permission).await?;
            }
        }
        let mut added: Vec<Stored<Permission>> = Vec::with_capacity(add.len());
        for principal in add {
            let permission = allow(session, &service, principal).await?;
            if !added.contains(&permission) {
                added.push(permission);
            }
        }
        Ok(ModifiedPermissions { added })
    }
}

/// Allows one principal; one that is allowed already keeps its permission.
#[derive(Clone, Debug, Serialize)]
pub struct AllowPrincipal {
    /// The service.
    pub service_id: String,
    /// The principal.
    pub principal: String,
}

impl Command for AllowPrincipal {
    const NAME: &'static str = ModifyPermissions::NAME;
    type Output = Stored<Permission>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Permission>> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        let principal =
            Principal::parse(&self.principal).map_err(|error| error.about("Principal"))?;
        let service: Stored<EndpointService> = session.find(&id).await?;
        allow(session, &service, principal).await
    }
}

/// Takes one permission away, by its own id.
#[derive(Clone, Debug, Serialize)]
pub struct DeletePermission {
    /// The service.
    pub service_id: String,
    /// The permission.
    pub permission_id: String,
}

impl Command for DeletePermission {
    const NAME: &'static str = ModifyPermissions::NAME;
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let permission = find(session, &self.service_id, &self.permission_id).await?;
        session.check_version(&permission)?;
        delete(session, &permission).await
    }
}

/// One permission of a service of the caller's, by its own id.
pub struct GetPermission {
    /// The service.
    pub service_id: String,
    /// The permission.
    pub permission_id: String,
}

impl Query for GetPermission {
    const NAME: &'static str = "GetVpcEndpointServicePermission";
    type Output = Stored<Permission>;

    async fn fetch(self, session: &mut Session) -> Result<Stored<Permission>> {
        find(session, &self.service_id, &self.permission_id).await
    }
}

/// The permissions of a service of the caller's.
pub struct ListPermissions {
    /// The service.
    pub service_id: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListPermissions {
    const NAME: &'static str = "DescribeVpcEndpointServicePermissions";
    type Output = Page<Stored<Permission>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        session.find::<EndpointService, _>(&id).await?;
        let source = PermissionsOf {
            scope: session.scope(),
            service_id: id,
        };
        let identity = ListIdentity::new(
            Self::NAME,
            &format!("{}/{}", source.scope, source.service_id),
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

struct PermissionsOf {
    scope: Scope,
    service_id: EndpointServiceId,
}

impl Source for PermissionsOf {
    type Row = Stored<Permission>;
    type Item = Stored<Permission>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        tx.list(
            &self.scope,
            after,
            rows,
            Some(("service-id", self.service_id.as_str())),
        )
        .await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

async fn find(
    session: &mut Session,
    service_id: &str,
    permission_id: &str,
) -> Result<Stored<Permission>> {
    let service_id = EndpointServiceId::parse(service_id)?;
    session.find::<EndpointService, _>(&service_id).await?;
    let id = PermissionId::parse(permission_id)?;
    let permission: Stored<Permission> = session.find(&id).await?;
    if permission.service_id == service_id {
        Ok(permission)
    } else {
        Err(PermissionId::not_found(permission_id))
    }
}

async fn allow(
    session: &mut Session,
    service: &EndpointService,
    principal: Principal,
) -> Result<Stored<Permission>> {
    if let Some(permission) = session
        .tx
        .permission_of(service.id.as_str(), principal.as_str())
        .await?
    {
        return Ok(permission);
    }
    let permission = Permission {
        id: session.new_id(),
        scope: service.scope.clone(),
        service_id: service.id.clone(),
        principal,
        tags: Vec::new(),
        created_at: session.now,
    };
    let permission = session.tx.insert(permission).await?;
    session
        .record(
            ResourceType::VpcEndpointServicePermission,
            permission.id.as_str(),
            None,
            Some(ALLOWED),
        )
        .await?;
    Ok(permission)
}

/// Takes all permissions of a service away, with the service.
pub(super) async fn delete_all(
    session: &mut Session,
    service_id: &EndpointServiceId,
) -> Result<()> {
    for permission in session.tx.permissions_of(service_id.as_str()).await? {
        delete(session, &permission).await?;
    }
    Ok(())
}

async fn delete(session: &mut Session, permission: &Stored<Permission>) -> Result<()> {
    session.tx.delete(permission).await?;
    session
        .record(
            ResourceType::VpcEndpointServicePermission,
            permission.id.as_str(),
            Some(ALLOWED),
            None,
        )
        .await
}
