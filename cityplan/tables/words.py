"""The words for what the tables hold as codes 用語: told once, for findings, pages, workbooks and commands.

Light: no table is needed to name what is in it. 増・同じ・減 are in `draw/words.py`, for the charts print them too.
"""

from cityplan.city.answers import STATES

SEVERITIES = {"error": "矛盾", "warning": "疑い", "info": "参考"}  # of findings, the heaviest first

FINDING_STATES = STATES  # as the divisions read them, and their answers are read
ANSWER_OUTCOMES = {
    "corrected": "訂正した",
    "kept": "正しいと確認",
    "asked": "確認中",
    "not_correctable": "誤り（数値でないため訂正なし）",
    "waits": "ほかの回答が確認中（まだ不使用）",
    "superseded": "後の回答で改めた（不使用）",
    "disagrees": "ほかの回答と食い違い（不使用）",
    "overruled": "corrections.csv と違う（不使用）",
    "repeated": "同じ指摘のほかの回答による",
}

SUBJECTS = {"activity": "事業", "indicator": "指標"}  # a plan has the city's own word
SUBJECT_TABLES = {"activity": "activities", "indicator": "indicators"}
TABLE_SUBJECTS = {table: subject for subject, table in SUBJECT_TABLES.items()}

# What changed since the document before: the table `changes`.
CHANGE_KINDS = {
    "new": "新規",
    "ended": "終了",
    "not_listed": "掲載なし",
    "renamed": "名称変更",
    "moved": "移動",
    "baseline": "基準値の変更",
    "target": "目標値の変更",
    "unit": "単位・測り方の変更",
    "polarity": "向きの変更",
}

# How the numbers stand against other sources 照らし合わせ: the table `proofs`.
PROOF_STATES = {"proved": "照らして同じ", "contradicted": "照らして違う", "single": "照らす資料なし"}
PROOF_SOURCES = {
    "earlier": "前の年度の文書",
    "later": "後の年度の文書",
    "plan_book": "計画書",
    "reading": "抽出テキスト",
    "repeated": "再掲",
    "total": "合計の行",
}

# How a value or a mark moved since last year, to end a sentence with; those of a mark in polite words too.
VALUES_MOVED = {"up": "増えた", "same": "変わらない", "down": "減った"}
MARKS_MOVED = {"improved": "上がった", "same": "変わらない", "worsened": "下がった"}
MARKS_MOVED_POLITE = {"improved": "上がりました", "same": "同じです", "worsened": "下がりました"}

# Whether a print agrees with what is computed or stands in a table: as a word, and as a sentence.
AGREEMENTS = {"agrees": "一致", "differs": "不一致", "no_counterpart": "照らす値なし"}
AGREEMENT_SENTENCES = {
    "agrees": "一致します",
    "rounding": "末位だけ違います",
    "differs": "一致しません",
    "misplaced": "隣の行のものとみられます",
    "not_numeric": "実績からは計算できません",
    "not_computable": "判定できません",
}

# The parts of a programme 基本事業 of a chapter, as it calls them.
PROGRAM_PARTS = {"division": "担当課", "policy": "取組方針", "activity": "主な事業取組"}

POLARITIES = {"higher": "大きいほどよい", "lower": "小さいほどよい"}
FORECASTS = {"reaches": "に届く見込み", "open": "に届くかどうかは分からない", "misses": "に届かない見込み"}

# Why a line is in no table 表に入れない理由.
LEFT_OUT = {
    "heading": "見出し",
    "repeated_heading": "繰り返しの見出し",
    "title": "題",
    "sheet_number": "シートの番号",
    "chart_label": "図の中の文字",
    "rule": "罫線",
    "declared": "source.toml の left_out",
    "doubtful_extraction": "文字の取り出しが疑わしい所",
    "none": "「なし」",
    "ended": "記入様式で終了とされた行",
    "check_column": "様式の自動の欄",
    "form_guide": "様式の「はじめに」",
    "form_text": "その他の様式の文字",
    "other_sheet": "使わないシート",
    "not_used": "使わない欄",
    "outside_table": "表の外の段落",
    "other_table": "使わない表",
    "outside_sheets": "初めのシートの前",
    "hidden_cell": "非表示の行や列",
    "empty_box": "記入のない欄",
    "other_cell": "ラベルのない欄",
    "choice": "選ばれた語の決まらない欄",
    "joined": "前のセルにつないだ文",
    "running_head": "ページの柱",
    "page_number": "ページ番号",
    "above_table": "見出しより上の行",
    "total_row": "合計・平均の行",
    "banner_row": "下の行の区分の行",
    "note_row": "注の行",
    "struck_row": "取り消された行",
    "empty_row": "空の行",
    "speaker_note": "スライドのノート",
    "comment": "コメント",
    "control_only": "制御文字だけの行",
}
