//! A province: copies of the bundled district's file under other names, numbers and places.

use tuoyu::{PolicyText, bundled_texts};

/// As many as Shandong has counties and districts, the bundled one among them.
pub const DISTRICTS: usize = 136;

/// The texts of a book of that many districts.
pub fn texts(districts: usize) -> Vec<PolicyText> {
    let mut texts = bundled_texts();
    let file = texts.iter().find(|file| file.name.starts_with("zhangdian"));
    let file = file.expect("the file of a district").text.clone();
    for number in 1..districts {
        let place = place(number);
        let text = file
            .replace("zhangdian-2021-8", &format!("district-{number}"))
            .replace("370303", &place)
            .replace("370300-", &format!("{place}-"))
            .replace("张店", &format!("示例{number}"))
            .replace("淄博", &format!("示例市{number}"))
            .replace("高新", &format!("高{number}新"))
            .replace("经开", &format!("经{number}开"))
            .replace("经济开发区", &format!("经济{number}开发区"))
            .replace("2021〕8号", &format!("2021〕{}号", number + 1_000));
        texts.push(PolicyText { name: format!("district-{number}.md"), text });
    }
    texts
}

/// Eight to a city, in cities other than the bundled district's.
pub fn place(number: usize) -> String {
    let city = (number - 1) / 8 + 1;
    format!("37{:02}{:02}", if city < 3 { city } else { city + 1 }, (number - 1) % 8 + 2)
}
