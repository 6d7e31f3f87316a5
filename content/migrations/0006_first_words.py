from django.db import migrations


def load(apps, schema_editor):
    """Common slips of the pen, so that the list is not empty; staff change it as they like."""
    rule = apps.get_model("content", "WordRule")
    for word, suggestion in (
        ("碳达锋", "碳达峰"),
        ("碳综合", "碳中和"),
        ("低炭", "低碳"),
        ("既使", "即使"),
        ("必需要", "必须"),
        ("截止目前", "截至目前"),
        ("布署", "部署"),
        ("松驰", "松弛"),
        ("一次性塑料代", "一次性塑料袋"),
    ):
        rule.objects.get_or_create(word=word, defaults={"suggestion": suggestion, "severity": "warning"})


class Migration(migrations.Migration):
    dependencies = [("content", "0005_word_import_and_rules")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
