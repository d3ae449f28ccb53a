"""City plan briefs 総合計画の取組状況: from a city's report to checked tables and briefs."""
