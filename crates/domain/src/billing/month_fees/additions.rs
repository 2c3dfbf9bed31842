//! 加算: each stands or is refused, with one reason.

use calendar::wareki;
use law::{
    Entry, Rule, Why,
    fees::{BaseNeed, Conditions, Fee, FeeValue},
};

use super::{
    AskedAddition, FeeLine, FeeRefusal, Reckoning,
    rules::{
        ADDITION, AFTER_END, BASE_MISSING, EXCLUDED_WITH, NOT_IN_FORCE, ONLY_WITHOUT_BASE, OVER_COUNT, REMOTE_VISIT,
        SAME_ACT, STRUCTURAL,
    },
};
use crate::billing::fees::FeeKind;

/// Why an addition cannot stand: the word, the rule, the sentence.
type Reason = (FeeRefusal, Rule, String);

impl Reckoning<'_> {
    /// The additions that stand, in the order in which they were named; the others are noted as refused.
    ///
    /// Those that belong to another addition (遠隔地訪問加算) are judged last, so that it does not matter which is named first.
    pub(super) fn additions(&mut self) -> Vec<FeeLine> {
        let case = self.case;
        let mut stand: Vec<(usize, AskedAddition)> = Vec::new();
        let mut refused: Vec<(usize, Reason)> = Vec::new();
        let belongs = |asked: &AskedAddition| asked.fee.conditions().is_some_and(|own| !own.parents.is_empty());
        let (last, first): (Vec<_>, Vec<_>) = case.additions.iter().enumerate().partition(|(_, asked)| belongs(asked));
        for (index, asked) in first.into_iter().chain(last) {
            match self.judge(asked, &stand) {
                None => stand.push((index, *asked)),
                Some(reason) => refused.push((index, reason)),
            }
        }
        stand.sort_by_key(|(index, _)| *index);
        refused.sort_by_key(|(index, _)| *index);
        for (index, (code, rule, sentence)) in refused {
            let name = case.additions.get(index).map_or("", |asked| &*asked.fee.timeline.title);
            self.refuse(name, code, Why::new(rule, sentence));
        }
        stand.into_iter().filter_map(|(_, asked)| self.addition_line(asked)).collect()
    }

    /// The first reason against an addition, beside those that stand already.
    fn judge(&self, asked: &AskedAddition, stand: &[(usize, AskedAddition)]) -> Option<Reason> {
        let name = &asked.fee.timeline.title;
        let Some(value) = asked.fee.at(self.case.month.first_day()) else {
            let sentence = format!("{name}は、{}にはありません。", wareki::month(self.case.month));
            return Some((FeeRefusal::NotInForce, NOT_IN_FORCE, sentence));
        };
        // What is left out of the reckoning is told as such, whatever else speaks against it.
        let own = asked.fee.conditions().filter(|own| !own.left_out)?;
        let after_end = self.after_end(own);
        self.ended_before(own, name)
            .or_else(|| self.base(own, name))
            .or_else(|| excluded(asked, own, stand))
            .or_else(|| over_count(asked, value, after_end))
            .or_else(|| beyond_parent(asked, own, stand))
    }

    /// How many months after the end it may still be earned, where this is the claim of the end month.
    fn after_end(&self, own: &Conditions) -> Option<i64> {
        own.after_end_months.filter(|_| self.case.ended == Some(self.case.month))
    }

    /// What is earned after the end belongs on the claim of the end month, not on that of a later one.
    fn ended_before(&self, own: &Conditions, name: &str) -> Option<Reason> {
        let months = own.after_end_months?;
        let ended = self.case.ended.filter(|ended| *ended < self.case.month)?;
        let ended = wareki::month(ended);
        let sentence = format!("{ended}に利用が終わったので、あとの{months}か月の{name}は、{ended}の請求に入れます。");
        Some((FeeRefusal::BaseMissing, AFTER_END, sentence))
    }

    /// Whether the base fee it needs is there, and none where there must be none.
    fn base(&self, own: &Conditions, name: &str) -> Option<Reason> {
        let has = |kind: FeeKind| self.bases.iter().any(|base| base.kind == kind);
        let missing = |rule, what: &str| Some((FeeRefusal::BaseMissing, rule, format!("{name}は、{what}")));
        match own.needs {
            BaseNeed::Plan if !has(FeeKind::Plan) => {
                return missing(BASE_MISSING, "計画を作成した月の基本報酬がある月だけ算定できます。");
            }
            BaseNeed::Monitoring if !has(FeeKind::Monitoring) => {
                return missing(BASE_MISSING, "モニタリングの基本報酬がある月だけ算定できます。");
            }
            BaseNeed::Any if self.bases.is_empty() && own.structural => {
                return missing(STRUCTURAL, "体制加算なので、基本報酬にだけ付きます。加算だけの月には付きません。");
            }
            BaseNeed::Any if self.bases.is_empty() => {
                return missing(BASE_MISSING, "基本報酬がある月だけ算定できます。");
            }
            BaseNeed::OnlyWithoutBase if !self.bases.is_empty() && self.after_end(own).is_none() => {
                let sentence = format!("{name}は、基本報酬のない月だけ算定できます。");
                return Some((FeeRefusal::ExcludedWith, ONLY_WITHOUT_BASE, sentence));
            }
            _ => {}
        }
        let grade = self.case.office_grade.as_deref().unwrap_or_default();
        if !own.office_grades.is_empty() && !own.office_grades.iter().any(|wanted| wanted == grade) {
            return missing(BASE_MISSING, "この区分の事業所の基本報酬には付きません（機能強化型(Ⅰ)・(Ⅱ)だけです）。");
        }
        None
    }

    fn addition_line(&mut self, asked: AskedAddition) -> Option<FeeLine> {
        let value = asked.fee.at(self.case.month.first_day())?;
        let own = asked.fee.conditions().filter(|own| !own.left_out)?;
        let name = asked.fee.name(value).to_owned();
        if own.percent {
            return self.percent_line(asked.fee);
        }
        let (units, count) = (value.value.amount, i64::from(asked.count));
        let after_end = self.after_end(own);
        if count > 1 && own.parents.is_empty() && value.value.max_count.is_none() && after_end.is_none() {
            self.warnings.push(format!("{name}の1か月の回数の上限は、確認できていません。"));
        }
        if count > 1 && value.value.max_count_confidence.is_some_and(law::Confidence::needs_warning) {
            self.warnings.push(format!("{name}を1か月に2回以上算定できることは、公的資料で確認できていません。"));
        }
        let mut why = Why::new(ADDITION, format!("{name}は{units}単位が{count}回です。"));
        if own.office_limit {
            why.sentence.push_str(&self.office_limit());
        }
        if let Some(months) = after_end {
            let ended = wareki::month(self.case.month);
            let sentence = format!(
                "{ended}に利用が終わったので、あとの{months}か月に月1回ずつ行った{name}を、{ended}の請求に入れます。"
            );
            why = why.because(Why::new(AFTER_END, sentence));
        }
        Some(FeeLine::new(asked.fee, value, units, count, why))
    }

    /// The limit that the office has to watch over all its clients.
    fn office_limit(&self) -> String {
        let limit = |id| self.fees.parameter(id).and_then(|limit| limit.used(self.case.month.first_day()));
        let limits = [("onsite-limit.specialist", "相談支援専門員"), ("onsite-limit.assistant", "相談支援員")];
        let parts = limits.into_iter().filter_map(|(id, who)| Some(format!("{who}1人につき月{}", limit(id)?.value)));
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("事業所全体では、{}までです。", parts.join("、"))
        }
    }
}

/// Whether one that stands keeps it out, or it keeps out one that stands: the one named first stays.
fn excluded(asked: &AskedAddition, own: &Conditions, stand: &[(usize, AskedAddition)]) -> Option<Reason> {
    let name = &asked.fee.timeline.title;
    for (_, other) in stand {
        let (title, theirs) = (&other.fee.timeline.title, other.fee.conditions()?);
        if names(&own.excludes, title) || names(&theirs.excludes, name) {
            let sentence = format!("{name}は、{title}と同じ月に併せて算定できません。");
            return Some((FeeRefusal::ExcludedWith, EXCLUDED_WITH, sentence));
        }
        let separate = asked.separate_act || other.separate_act;
        if !separate && (names(&own.same_act_excludes, title) || names(&theirs.same_act_excludes, name)) {
            let sentence = format!(
                "{name}は、{title}と同じ行為については算定できません（別の行為・別の機関なら、そう示してください）。"
            );
            return Some((FeeRefusal::ExcludedWith, SAME_ACT, sentence));
        }
    }
    None
}

fn over_count(asked: &AskedAddition, value: &Entry<FeeValue>, after_end: Option<i64>) -> Option<Reason> {
    let most = after_end.or(value.value.max_count).filter(|most| i64::from(asked.count) > *most)?;
    let name = asked.fee.name(value);
    if after_end.is_some() {
        let sentence = format!("{name}は、利用が終わったあと{most}回までです（{}回とあります）。", asked.count);
        return Some((FeeRefusal::OverCount, AFTER_END, sentence));
    }
    let sentence = format!("{name}は1か月に{most}回までです（{}回とあります）。", asked.count);
    Some((FeeRefusal::OverCount, OVER_COUNT, sentence))
}

/// Whether the addition it belongs to stands, as many times.
fn beyond_parent(asked: &AskedAddition, own: &Conditions, stand: &[(usize, AskedAddition)]) -> Option<Reason> {
    let parents = &own.parents;
    if parents.is_empty() {
        return None;
    }
    let name = &asked.fee.timeline.title;
    let stands = |fee: &Fee| names(parents, &fee.timeline.title);
    let times: i64 = stand.iter().filter(|(_, other)| stands(other.fee)).map(|(_, other)| i64::from(other.count)).sum();
    if times == 0 {
        let sentence = format!("{name}は、{}と同じ月だけ算定できます。", parents.join("・"));
        return Some((FeeRefusal::BaseMissing, REMOTE_VISIT, sentence));
    }
    (i64::from(asked.count) > times).then(|| {
        let sentence = format!("{name}は、もとの加算の回数（{times}回）までです（{}回とあります）。", asked.count);
        (FeeRefusal::OverCount, REMOTE_VISIT, sentence)
    })
}

/// Whether a list of names has this one.
fn names(list: &[String], name: &str) -> bool {
    list.iter().any(|own| own == name)
}
