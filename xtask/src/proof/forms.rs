//! What a page leads to and what it sends: its links, and its forms with their fields as they stand there.

use super::http::Fields;

/// A form of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// What it sends as it stands.
    pub fields: Fields,
}

impl Form {
    /// The form with a field set.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The forms that are sent by POST, also to the other addresses of their buttons.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for part in html.split("<form ").skip(1) {
        let Some((tag, rest)) = part.split_once('>') else { continue };
        let inside = rest.split("</form>").next().unwrap_or("");
        let own = tag.contains("method=\"post\"").then(|| attribute(tag, "action")).flatten();
        let others = inside.split("<button ").skip(1).filter_map(|button| attribute(button, "formaction"));
        let fields = fields(inside);
        let actions = own.into_iter().chain(others).map(|action| action.split('#').next().unwrap_or("").to_owned());
        forms.extend(
            actions.filter(|action| action.starts_with('/')).map(|action| Form { action, fields: fields.clone() }),
        );
    }
    forms
}

/// The form that is sent to an address.
pub fn form_to(html: &str, action: &str) -> Option<Form> {
    forms(html).into_iter().find(|form| form.action == action)
}

/// Addresses of other pages of the program.
pub fn links(html: &str) -> Vec<String> {
    let addresses = html.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    addresses.map(|path| format!("/{}", unescaped(path))).filter(|path| !path.starts_with("/static/")).collect()
}

/// Fields as a browser sends them: what is ticked, what is chosen, and a button's name is none of them.
fn fields(html: &str) -> Fields {
    let mut fields = Vec::new();
    for tag in html.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let ticks = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
        let sent = !ticks || tag.contains(" checked");
        fields.extend(
            attribute(tag, "name").filter(|_| sent).map(|name| (name, attribute(tag, "value").unwrap_or_default())),
        );
    }
    for area in html.split("<textarea").skip(1) {
        let Some((tag, rest)) = area.split_once('>') else { continue };
        let text = rest.split("</textarea>").next().unwrap_or("").trim_start_matches('\n');
        fields.extend(attribute(tag, "name").map(|name| (name, unescaped(text))));
    }
    for select in html.split("<select").skip(1) {
        let Some((tag, rest)) = select.split_once('>') else { continue };
        let options = rest.split("</select>").next().unwrap_or("");
        let chosen = options
            .split("<option")
            .find(|option| option.split('>').next().is_some_and(|tag| tag.contains(" selected")));
        let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
        fields.extend(attribute(tag, "name").map(|name| (name, value)));
    }
    fields
}

/// The value of an attribute of the tag that the text begins with.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {}", tag.split('>').next().unwrap_or(""));
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_stands() {
        let html = "<a href=\"/x?a=1&amp;b#c\">x</a><form class=\"a\" method=\"post\" action=\"/clients\" data-keep>\
                    <input type=\"hidden\" name=\"_operation\" value=\"1\"><input type=\"radio\" name=\"kind\" value=\"a\">\
                    <input type=\"radio\" name=\"kind\" value=\"b\" checked><textarea name=\"note\">\nx &lt; y</textarea>\
                    <select name=\"place\"><option value=\"\"><option value=\"home\" selected>自宅</select>\
                    <button formaction=\"/drafts#a\">d</button></form>";
        let sent = [("_operation", "1"), ("kind", "b"), ("note", "x < y"), ("place", "home")];
        let sent: Fields = sent.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let form = |action: &str| Form { action: action.to_owned(), fields: sent.clone() };
        assert_eq!(forms(html), [form("/clients"), form("/drafts")]);
        assert_eq!(links(html), ["/x?a=1&b"]);
    }
}
