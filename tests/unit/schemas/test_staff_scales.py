"""Our own staff scales: structure, keying, minimum-item rules and answer texts."""

from __future__ import annotations

import pytest

from analysis.schemas.codebook import load_codebook

# methods.md: 9-12 items on resistance in three dimensions, 4 x 3 on fairness, short scales 3-5.
ITEMS = {
    "resistensi_evaluasi": 12,
    "resistensi_kognitif": 4,
    "resistensi_emosional": 4,
    "resistensi_perilaku": 4,
    "keadilan_penilaian": 12,
    "keadilan_prosedural": 3,
    "keadilan_distributif": 3,
    "keadilan_interpersonal": 3,
    "keadilan_informasional": 3,
    "pemahaman_peran": 4,
    "partisipasi": 3,
    "motivasi": 4,
    "perilaku_inovatif": 4,
    "keterampilan_digital": 5,
    "penerimaan_usulan": 1,
}


@pytest.fixture(scope="module")
def survey():
    return load_codebook("survei_pegawai")


def test_number_of_items_of_each_scale(survey):
    assert {scale.key: len(survey.items_of(scale.key)) for scale in survey.scales} == ITEMS


def test_three_items_on_resistance_are_reverse_keyed_one_in_each_dimension(survey):
    for dimension in survey.dimensions("resistensi_evaluasi"):
        turned = [key for key in survey.items_of(dimension) if survey.item(key).reverse]
        assert len(turned) == 1, dimension


def test_a_score_needs_at_least_two_thirds_of_the_items(survey):
    for scale in survey.scales:
        assert scale.minimum_items * 3 >= 2 * len(survey.items_of(scale.key)), scale.key


def test_a_study_asks_for_the_items_of_its_role(survey):
    assert survey.keys("resistance") == survey.items_of("resistensi_evaluasi")
    assert survey.keys("fairness") == survey.items_of("keadilan_penilaian")
    assert survey.keys("proposal") == ["ur1"]
    assert len(survey.keys("driver")) == 20  # 4 + 3 + 4 + 4 + 5


def test_no_scale_is_called_validated_and_all_say_so_in_both_languages(survey):
    for scale in survey.scales:
        assert not scale.validated
        assert scale.notes.id.startswith("Belum divalidasi")
        assert scale.notes.en.startswith("Not yet validated")


def test_every_item_has_a_code_of_its_own_and_a_question_of_its_own(survey):
    codes = [item.code for item in survey.items]
    questions = [item.question[lang] for item in survey.items for lang in ("id", "en")]
    assert [item.key for item in survey.items] == [code.lower() for code in codes]
    assert len(set(questions)) == 2 * len(codes) == 90


@pytest.mark.parametrize(
    ("text", "score"),
    [("sts", 1), ("tidak setuju", 2), ("netral", 3), ("s", 4), ("sangat setuju", 5), ("agree", 4)],
)
def test_answer_texts_are_shared_by_all_items(survey, text, score):
    assert {item.labels[text] for item in survey.items} == {score}
