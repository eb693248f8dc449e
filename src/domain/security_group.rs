//! Security groups: what they are called. Their rules have a file of their own.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::id::{SecurityGroupId, VpcId};
use super::limit;
use super::scope::Scope;
use super::tag::Tag;

/// The name of the group that every VPC has.
pub const DEFAULT_GROUP_NAME: &str = "default";

/// The state of every group, in the event log.
pub const SECURITY_GROUP_STATE: &str = "available";

/// A security group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityGroup {
    /// Identifier.
    pub id: SecurityGroupId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// Unique in the VPC, whatever the case of its letters.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl SecurityGroup {
    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("security-group/{}", self.id))
    }
}

/// Whether a new group can have this name: 1 to 255 of the allowed characters, neither reserved nor like an id.
pub fn check_name(name: &str) -> Result<()> {
    const PARAMETER: &str = "GroupName";
    if name.is_empty() {
        return Err(Error::missing(PARAMETER));
    }
    if name.eq_ignore_ascii_case(DEFAULT_GROUP_NAME) {
        return Err(Error::invalid_value(
            PARAMETER,
            format!("Cannot use reserved security group name: {name}"),
        ));
    }
    if name
        .get(..3)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("sg-"))
    {
        return Err(Error::invalid_value(
            PARAMETER,
            format!(
                "Value ({name}) for parameter {PARAMETER} is invalid. Group names may not be in the format sg-*."
            ),
        ));
    }
    check_text(PARAMETER, "security group", "name", name)
}

/// Whether a new group can have this description: 1 to 255 of the allowed characters.
pub fn check_description(description: &str) -> Result<()> {
    const PARAMETER: &str = "Description";
    if description.is_empty() {
        return Err(Error::missing("GroupDescription").about(PARAMETER));
    }
    check_text(PARAMETER, "security group", "description", description)
}

/// Whether the name or description of a group or rule keeps to the length and the characters that EC2 allows.
pub(super) fn check_text(
    parameter: &'static str,
    owner: &str,
    kind: &str,
    text: &str,
) -> Result<()> {
    let allowed = |character: char| {
        character.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(character)
    };
    if text.chars().count() <= limit::SECURITY_GROUP_TEXT_CHARS && text.chars().all(allowed) {
        return Ok(());
    }
    Err(Error::invalid_value(
        parameter,
        format!(
            "Invalid {owner} {kind}. Valid {kind}s are strings less than {} characters from the following set: \
             a-zA-Z0-9. _-:/()#,@[]+=&;{{}}!$*",
            limit::SECURITY_GROUP_TEXT_CHARS + 1
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::{check_description, check_name};

    #[test]
    fn names_and_descriptions() {
        assert!(check_name("web servers (blue) #1, a@b [x]+y=z&;{}!$*").is_ok());
        assert!(check_name(&"n".repeat(255)).is_ok());
        for (name, code) in [
            ("", "MissingParameter"),
            ("default", "InvalidParameterValue"),
            ("Default", "InvalidParameterValue"),
            ("sg-12345678", "InvalidParameterValue"),
            ("SG-x", "InvalidParameterValue"),
            ("it's", "InvalidParameterValue"),
            ("größe", "InvalidParameterValue"),
            (&"n".repeat(256), "InvalidParameterValue"),
        ] {
            assert_eq!(check_name(name).unwrap_err().code.name(), code, "{name}");
        }
        assert!(check_description("HTTPS from the VPC").is_ok());
        for description in ["", "<script>", "tab\t", &"d".repeat(256)] {
            assert!(check_description(description).is_err(), "{description}");
        }
    }
}
