
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(error_messages={'unique': 'E-mailadressen er allerede i brug.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('full_name', models.CharField(max_length=150, verbose_name='navn')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefon')),
                ('is_active', models.BooleanField(default=True, verbose_name='kan logge ind')),
                ('is_demo', models.BooleanField(default=False, verbose_name='demobruger')),
                ('demo_group', models.CharField(blank=True, max_length=80, verbose_name='demogruppe')),
                ('demo_line', models.CharField(blank=True, max_length=200, verbose_name='demotekst')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('last_seen_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'bruger',
                'verbose_name_plural': 'brugere',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_user_email_lower', violation_error_message='E-mailadressen skal stå med små bogstaver.')],
            },
        ),
        migrations.CreateModel(
            name='LoginSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('session_key', models.CharField(editable=False, max_length=40, unique=True)),
                ('device', models.CharField(max_length=120, verbose_name='enhed')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='login_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'log ind',
                'verbose_name_plural': 'steder du er logget ind',
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('full_name', models.CharField(max_length=150, verbose_name='navn')),
                ('kind', models.CharField(choices=[('employee', 'medarbejder i en kommune'), ('family_member', 'medlem af en plejefamilie'), ('operator', 'driftsansvarlig for Plejebro')], max_length=20, verbose_name='slags')),
                ('payload', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitationer',
                'indexes': [models.Index(fields=['email'], name='accounts_invitation_email')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['employee', 'family_member', 'operator'])), name='accounts_invitation_known'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='accounts_invitation_accepted_by_someone'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='accounts_invitation_one_end', violation_error_message='Invitationen er allerede brugt.'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='accounts_invitation_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='PlatformRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('operator', 'driftsansvarlig'), ('analyst', 'analytiker'), ('union_adviser', 'PLF-konsulent')], max_length=20, verbose_name='rolle')),
                ('starts', models.DateField(verbose_name='fra')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='til')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='platform_roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'platformsrolle',
                'verbose_name_plural': 'platformsroller',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='accounts_platformrole_period', violation_error_message='Slutdatoen ligger før startdatoen.'), models.CheckConstraint(condition=models.Q(('role__in', ['operator', 'analyst', 'union_adviser'])), name='accounts_platformrole_known'), models.UniqueConstraint(condition=models.Q(('ends__isnull', True)), fields=('user', 'role'), name='accounts_platformrole_open_once', violation_error_message='Personen har allerede rollen.')],
            },
        ),
    ]
