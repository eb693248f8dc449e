//! SNS, API version 2010-03-31: topics, subscriptions and messages.

mod message;
mod subscription;
mod tag;
mod topic;

use axum::http::StatusCode;
use serde::Serialize;

use super::action::{Dialect, Service, actions};
use super::error;
use crate::domain::error::{Code, Result};
use crate::domain::limit;
use crate::domain::page::{Page, PageRequest};

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "sns",
    endpoint_name: "sns",
    service_id: "SNS",
    version: "2010-03-31",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    dialect: Dialect::Query,
    partial: false,
    status,
    actions: actions![
        message::Publish,
        message::PublishBatch,
        subscription::ConfirmSubscription,
        subscription::GetSubscriptionAttributes,
        subscription::ListSubscriptions,
        subscription::ListSubscriptionsByTopic,
        subscription::SetSubscriptionAttributes,
        subscription::Subscribe,
        subscription::Unsubscribe,
        tag::ListTagsForResource,
        tag::TagResource,
        tag::UntagResource,
        topic::AddPermission,
        topic::CreateTopic,
        topic::DeleteTopic,
        topic::GetDataProtectionPolicy,
        topic::GetTopicAttributes,
        topic::ListTopics,
        topic::PutDataProtectionPolicy,
        topic::RemovePermission,
        topic::SetTopicAttributes,
    ],
};

/// What is not found is 404 in SNS, and what is too many 403.
fn status(code: Code) -> StatusCode {
    let too_many = [
        Code::TopicLimitExceeded,
        Code::SubscriptionLimitExceeded,
        Code::FilterPolicyLimitExceeded,
    ];
    if too_many.contains(&code) {
        StatusCode::FORBIDDEN
    } else {
        error::status_with_not_found(code)
    }
}

/// What actions answer that have nothing to say.
#[derive(Serialize)]
struct Empty {}

/// A page of a hundred, as SNS has them.
fn page(next_token: Option<String>) -> PageRequest {
    PageRequest {
        limit: Some(limit::SNS_PAGE),
        token: next_token.filter(|token| !token.is_empty()),
    }
}

/// The page, with SNS's refusal of a token that is not one.
fn listed<T>(page: Result<Page<T>>) -> Result<Page<T>> {
    page.map_err(|mut error| {
        if error.code == Code::InvalidNextToken {
            error.message = format!("Invalid parameter: NextToken Reason: {}", error.message);
            return error.with_code(Code::InvalidParameter);
        }
        error
    })
}
