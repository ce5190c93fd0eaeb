-- A store as the toolkit made it before texts were coded: three responses, two of them linked, ratings, a strategy, an action, a text, a draft.
BEGIN TRANSACTION;
CREATE TABLE about (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
)
 WITHOUT ROWID

;
INSERT INTO "about" VALUES('schema_version','2');
INSERT INTO "about" VALUES('secret','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
CREATE TABLE actions (
	action_id TEXT NOT NULL,
	library_id TEXT NOT NULL,
	wave TEXT NOT NULL,
	step TEXT NOT NULL,
	owner TEXT,
	due TEXT,
	status TEXT NOT NULL,
	target TEXT,
	expected_shift FLOAT,
	PRIMARY KEY (action_id)
)
 WITHOUT ROWID

;
INSERT INTO "actions" VALUES('a1','lib','2025','Meet','','','done','agency',0.1);
CREATE TABLE confirmed_texts (
	response_id TEXT NOT NULL,
	item TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (response_id, item),
	FOREIGN KEY(response_id) REFERENCES responses (response_id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "confirmed_texts" VALUES('r2','goal_team','Help each other more');
CREATE TABLE drafts (
	draft_key TEXT NOT NULL,
	saved_on TEXT NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (draft_key)
)
 WITHOUT ROWID

;
INSERT INTO "drafts" VALUES('ffffffffffffffffffffffffffffffff','2026-03-02','{"revision": 1, "library_id": "lib", "wave": "2026"}');
CREATE TABLE libraries (
	library_id TEXT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	population INTEGER,
	locale TEXT,
	fte FLOAT,
	PRIMARY KEY (library_id)
)
 WITHOUT ROWID

;
CREATE TABLE responses (
	response_id TEXT NOT NULL,
	library_id TEXT NOT NULL,
	wave TEXT NOT NULL,
	submitted_at TEXT NOT NULL,
	language TEXT NOT NULL,
	guide_id TEXT NOT NULL,
	guide_version TEXT NOT NULL,
	response_mode TEXT NOT NULL,
	answers TEXT NOT NULL,
	receipt_hash TEXT NOT NULL,
	link TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (response_id),
	UNIQUE (receipt_hash)
)
 WITHOUT ROWID

;
INSERT INTO "responses" VALUES('r1','lib','2025','2026-03-02','en','learning_culture','1.0','forced_choice','{"role":"leader","unit":"-1","tenure":"-1","employment":"-1","exists_purpose":1,"develop_purpose":-1,"exists_agency":-1,"develop_agency":-1,"exists_variety":-1,"develop_variety":-1,"exists_role_models":-1,"develop_role_models":-1,"exists_mutual_help":-1,"develop_mutual_help":-1,"exists_problems_as_learning":-1,"develop_problems_as_learning":-1,"exists_development_goals":-1,"develop_development_goals":-1,"challenge_growth":-1,"challenge_fixed":-1,"setback_growth":-1,"setback_fixed":-1,"criticism_growth":-1,"criticism_fixed":-1,"effort_growth":-1,"effort_fixed":-1,"others_success_growth":-1,"others_success_fixed":-1,"change_growth":-1,"change_fixed":-1,"goal_personal":"","goal_team":"Help each other","tour_customs":"","tour_currency":"","tour_behaviors":"","tour_activities":"","tour_keep":"","tour_change":"","strategy_missing":"","strategy_explore":"","shift_how":"","reflection_performance_goal":"","reflection_learning_goal":"","reflection_next":"","action_step":"","action_who":"","action_when":""}','d936f38ffdead88935bc9270a3d79d3e39f347355cbaab439fe785b2a7a49f53','kc799f880d46789dc1cd2');
INSERT INTO "responses" VALUES('r2','lib','2026','2026-03-02','en','learning_culture','1.0','forced_choice','{"role":"-1","unit":"-1","tenure":"-1","employment":"-1","exists_purpose":-1,"develop_purpose":-1,"exists_agency":-1,"develop_agency":-1,"exists_variety":-1,"develop_variety":-1,"exists_role_models":-1,"develop_role_models":-1,"exists_mutual_help":-1,"develop_mutual_help":-1,"exists_problems_as_learning":-1,"develop_problems_as_learning":-1,"exists_development_goals":-1,"develop_development_goals":-1,"challenge_growth":-1,"challenge_fixed":-1,"setback_growth":-1,"setback_fixed":-1,"criticism_growth":-1,"criticism_fixed":-1,"effort_growth":-1,"effort_fixed":-1,"others_success_growth":-1,"others_success_fixed":-1,"change_growth":-1,"change_fixed":-1,"goal_personal":"","goal_team":"Help each other more","tour_customs":"","tour_currency":"","tour_behaviors":"","tour_activities":"","tour_keep":"","tour_change":"","strategy_missing":"","strategy_explore":"","shift_how":"","reflection_performance_goal":"","reflection_learning_goal":"","reflection_next":"","action_step":"","action_who":"","action_when":""}','9b55603f13526ac38ed95b8196dd5eaef3222119c1ee555deffcd92a533cecbd','kc799f880d46789dc1cd2');
INSERT INTO "responses" VALUES('r3','lib','2026','2026-03-02','en','learning_culture','1.0','forced_choice','{"role":"-1","unit":"-1","tenure":"-1","employment":"-1","exists_purpose":0,"develop_purpose":-1,"exists_agency":-1,"develop_agency":-1,"exists_variety":-1,"develop_variety":-1,"exists_role_models":-1,"develop_role_models":-1,"exists_mutual_help":-1,"develop_mutual_help":-1,"exists_problems_as_learning":-1,"develop_problems_as_learning":-1,"exists_development_goals":-1,"develop_development_goals":-1,"challenge_growth":-1,"challenge_fixed":-1,"setback_growth":-1,"setback_fixed":-1,"criticism_growth":-1,"criticism_fixed":-1,"effort_growth":-1,"effort_fixed":-1,"others_success_growth":-1,"others_success_fixed":-1,"change_growth":-1,"change_fixed":-1,"goal_personal":"","goal_team":"","tour_customs":"","tour_currency":"","tour_behaviors":"","tour_activities":"","tour_keep":"","tour_change":"","strategy_missing":"","strategy_explore":"","shift_how":"","reflection_performance_goal":"","reflection_learning_goal":"","reflection_next":"","action_step":"","action_who":"","action_when":""}','7739d1a9801431598ff92b7d97b52b0231649d66405de748f7dafb19aaa49c8a','');
CREATE TABLE roster (
	library_id TEXT NOT NULL,
	wave TEXT NOT NULL,
	cohort TEXT NOT NULL,
	value TEXT NOT NULL,
	heads INTEGER NOT NULL,
	PRIMARY KEY (library_id, wave, cohort, value)
)
 WITHOUT ROWID

;
CREATE TABLE strategies (
	strategy_id TEXT NOT NULL,
	library_id TEXT NOT NULL,
	wave TEXT NOT NULL,
	what TEXT NOT NULL,
	participants TEXT NOT NULL,
	participation TEXT NOT NULL,
	content_chosen_by TEXT NOT NULL,
	frequency TEXT NOT NULL,
	hours FLOAT,
	status TEXT NOT NULL,
	qualities TEXT,
	PRIMARY KEY (strategy_id)
)
 WITHOUT ROWID

;
INSERT INTO "strategies" VALUES('s1','lib','2026','Talk','all','optional','individual','weekly',NULL,'in_use','agency');
CREATE TABLE strategy_ratings (
	response_id TEXT NOT NULL,
	strategy_id TEXT NOT NULL,
	effectiveness INTEGER NOT NULL,
	PRIMARY KEY (response_id, strategy_id),
	FOREIGN KEY(response_id) REFERENCES responses (response_id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "strategy_ratings" VALUES('r2','s1',4);
INSERT INTO "strategy_ratings" VALUES('r3','s1',2);
CREATE TABLE team_guides (
	library_id TEXT NOT NULL,
	wave TEXT NOT NULL,
	agreed_at TEXT NOT NULL,
	language TEXT NOT NULL,
	guide_id TEXT NOT NULL,
	guide_version TEXT NOT NULL,
	answers TEXT NOT NULL,
	PRIMARY KEY (library_id, wave)
)
 WITHOUT ROWID

;
COMMIT;
