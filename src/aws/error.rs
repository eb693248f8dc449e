//! Refusals as AWS words them: the HTTP status of each code, and the codes of requests that cannot be read.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::action::Service;
use super::envelope;
use super::query::QueryError;
use crate::domain::error::{Code, Error, Result};

/// The answer to a request that was refused.
pub(super) fn response(service: &Service, id: Uuid, error: &Error) -> Response {
    let status = status(error.code);
    match envelope::failure(
        service,
        id,
        status.is_client_error(),
        error.code.name(),
        &error.message,
    ) {
        Ok(xml) => (
            status,
            [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")],
            xml,
        )
            .into_response(),
        Err(fault) => {
            tracing::error!(error = %fault, "an error could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A request that cannot be decoded.
pub(super) fn from_query(error: QueryError) -> Error {
    let message = error.to_string();
    let code = match error {
        QueryError::Unknown { .. } => Code::UnknownParameter,
        QueryError::Missing { .. } => Code::MissingParameter,
        QueryError::Invalid { .. } | QueryError::Duplicate { .. } | QueryError::Conflict { .. } => {
            Code::InvalidParameterValue
        }
        QueryError::TooManyParameters { .. }
        | QueryError::TooDeep { .. }
        | QueryError::NameTooLong { .. }
        | QueryError::Malformed { .. } => Code::MalformedRequest,
    };
    Error::new(code, message)
}

/// `true` or `false`, in any letter case.
pub(super) fn parse_bool(parameter: &'static str, text: &str) -> Result<bool> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is not a boolean"),
        ))
    }
}

/// The HTTP status that AWS sends with a code.
fn status(code: Code) -> StatusCode {
    match code {
        Code::DryRunOperation | Code::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        Code::UnauthorizedOperation | Code::InvalidClientTokenId | Code::ExpiredToken => {
            StatusCode::FORBIDDEN
        }
        Code::NoSuchRoute => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        Code::InvalidAction
        | Code::NoSuchVersion
        | Code::MissingParameter
        | Code::UnknownParameter
        | Code::InvalidParameter
        | Code::InvalidParameterValue
        | Code::InvalidParameterCombination
        | Code::MalformedRequest
        | Code::InvalidFilter
        | Code::InvalidNextToken
        | Code::IdempotentParameterMismatch
        | Code::UnsupportedOperation
        | Code::OperationNotPermitted
        | Code::DependencyViolation
        | Code::IncorrectState
        | Code::IncompleteSignature
        | Code::TagLimitExceeded
        | Code::InvalidId
        | Code::VpcNotFound
        | Code::VpcMalformed
        | Code::InvalidVpcRange
        | Code::VpcNotSpecified
        | Code::VpcLimitExceeded
        | Code::SubnetNotFound
        | Code::EndpointSubnetNotFound
        | Code::SubnetMalformed
        | Code::InvalidSubnetRange
        | Code::InvalidSubnetConflict
        | Code::SubnetLimitExceeded
        | Code::InsufficientFreeAddresses
        | Code::SecurityGroupNotFound
        | Code::SecurityGroupMalformed
        | Code::SecurityGroupDuplicate
        | Code::SecurityGroupInUse
        | Code::CannotDelete
        | Code::SecurityGroupLimitExceeded
        | Code::PermissionDuplicate
        | Code::PermissionNotFound
        | Code::PermissionMalformed
        | Code::SecurityGroupRuleNotFound
        | Code::SecurityGroupRuleMalformed
        | Code::RulesLimitExceeded
        | Code::RouteTableNotFound
        | Code::EndpointRouteTableNotFound
        | Code::RouteTableMalformed
        | Code::RouteTableLimitExceeded
        | Code::AssociationNotFound
        | Code::AssociationMalformed
        | Code::ResourceAlreadyAssociated
        | Code::PrefixListNotFound
        | Code::PrefixListMalformed
        | Code::NetworkAclNotFound
        | Code::NetworkAclMalformed
        | Code::NetworkInterfaceNotFound
        | Code::NetworkInterfaceMalformed
        | Code::EndpointServiceNotFound
        | Code::EndpointServiceItemNotFound
        | Code::EndpointServiceMalformed
        | Code::InvalidServiceName
        | Code::NetworkLoadBalancerArnNotFound
        | Code::NetworkLoadBalancerArnMalformed
        | Code::ExistingConnections
        | Code::InvalidPrincipal
        | Code::EndpointServicePermissionNotFound
        | Code::EndpointNotFound
        | Code::EndpointItemNotFound
        | Code::EndpointMalformed
        | Code::DuplicateSubnetsInSameZone
        | Code::InvalidPolicyDocument
        | Code::InvalidState
        | Code::EndpointLimitExceeded
        | Code::LoadBalancerNotFound
        | Code::TargetGroupNotFound
        | Code::ListenerNotFound
        | Code::DuplicateLoadBalancerName
        | Code::DuplicateTargetGroupName
        | Code::DuplicateListener
        | Code::LoadBalancerSubnetNotFound
        | Code::InvalidSubnet
        | Code::InvalidSecurityGroup
        | Code::InvalidScheme
        | Code::InvalidConfigurationRequest
        | Code::ResourceInUse
        | Code::InvalidTarget
        | Code::IncompatibleProtocols
        | Code::ValidationError
        | Code::TooManyLoadBalancers
        | Code::TooManyTargetGroups
        | Code::TooManyListeners
        | Code::TooManyTargets
        | Code::TooManyTags
        | Code::SessionLimitExceeded => StatusCode::BAD_REQUEST,
    }
}
